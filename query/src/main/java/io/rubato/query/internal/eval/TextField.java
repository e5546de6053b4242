package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.TextTest;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Name, status message or event name.
record TextField(SpanSource source, CodedField field, AttributeLevel level) implements BoundField {
    @Override
    public Value read(BatchScope batch, int row) {
        return new Value.Text(source.dictionary(field).text(batch.batch().codes(field)[row]));
    }

    @Override
    public Condition test(ValueTest test) {
        TextTest text = test.text();
        if (text == null) {
            return Logic.always(Truth.UNKNOWN, level, source.batches());
        }
        Bits holds = text.codes(source.dictionary(field));
        Bits fails = holds.copy();
        fails.flip();
        return new TableTest(field, level, source.batches(), holds, fails);
    }

    @Override
    public Condition exists() {
        return Logic.always(Truth.TRUE, level, source.batches());
    }

    @Override
    public RowCodes codes(BatchScope batch) {
        Dictionary dictionary = source.dictionary(field);
        int[] codes = batch.rows(level) == 0 ? new int[0] : batch.batch().codes(field);
        return new RowCodes(codes, dictionary.size(), code -> new Value.Text(dictionary.text(code)), _ -> false);
    }

    @Override
    public void values(BatchScope batch, @Nullable Bits spans, Consumer<Value> each) {
        Dictionary dictionary = source.dictionary(field);
        int count = batch.rows(level);
        Bits rows = Used.ofLevel(batch, level, spans);
        Bits used = count == 0 ? new Bits(0) : Used.codes(batch.batch().codes(field), count, rows, dictionary.size());
        for (int code = used.next(0); code >= 0; code = used.next(code + 1)) {
            each.accept(new Value.Text(dictionary.text(code)));
        }
    }

    @Override
    public boolean dictionaryValues(Consumer<Value> each) {
        Dictionary dictionary = source.dictionary(field);
        for (int code = 0; code < dictionary.size(); code++) {
            each.accept(new Value.Text(dictionary.text(code)));
        }
        return true;
    }
}

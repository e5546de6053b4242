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
    public ValueCollector collector(ValueSink sink) {
        Dictionary dictionary = source.dictionary(field);
        return new TableCollector(field, level, dictionary.size(), code -> new Value.Text(dictionary.text(code)), sink);
    }

    @Override
    public boolean hasDictionaryOfAll() {
        return true;
    }

    @Override
    public void dictionaryValues(ValueSink sink) {
        Dictionary dictionary = source.dictionary(field);
        for (int code = 0; code < dictionary.size(); code++) {
            sink.value(new Value.Text(dictionary.text(code)));
        }
    }
}

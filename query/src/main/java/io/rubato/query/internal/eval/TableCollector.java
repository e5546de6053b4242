package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Collects the values of a field that every row has a code of, the same for all batches. A code is looked at once.
final class TableCollector implements ValueCollector {
    private final CodedField field;
    private final AttributeLevel level;
    private final IntFunction<Value> values;
    private final ValueSink sink;
    private final Bits given;
    private int left;

    /// @param codes how many there are
    TableCollector(CodedField field, AttributeLevel level, int codes, IntFunction<Value> values, ValueSink sink) {
        this.field = field;
        this.level = level;
        this.values = values;
        this.sink = sink;
        this.given = new Bits(codes);
        this.left = codes;
    }

    @Override
    public void collect(BatchScope batch, @Nullable Bits spans) {
        int count = batch.rows(level);
        if (count == 0 || left == 0) {
            return;
        }
        Bits rows = Used.ofLevel(batch, level, spans);
        Bits used = Used.codes(batch.batch().codes(field), count, rows, given.size());
        used.andNot(given);
        for (int code = used.next(0); code >= 0; code = used.next(code + 1)) {
            given.set(code);
            left--;
            sink.value(values.apply(code));
        }
    }

    @Override
    public boolean collectAll(int batch) {
        return left == 0;
    }

    @Override
    public boolean isExhausted(int batch) {
        return left == 0;
    }
}

package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field of the resource or the instrumentation scope: one value for each origin.
record OriginField(SpanSource source, List<Value> values) implements BoundField {
    static OriginField of(SpanSource source, Function<Origin, Value> value) {
        return new OriginField(source, source.origins().stream().map(value).toList());
    }

    /// The first value of a key.
    static Value attribute(List<Attribute> attributes, String key) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals(key)) {
                return Value.of(attribute.value());
            }
        }
        return Value.NIL;
    }

    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        return values.get(batch.batch().codes(CodedField.ORIGIN)[row]);
    }

    @Override
    public Condition test(ValueTest test) {
        return table(test::test);
    }

    @Override
    public Condition exists() {
        return table(value -> Truth.of(!(value instanceof Value.Nil)));
    }

    @Override
    public RowCodes codes(BatchScope batch) {
        return new RowCodes(batch.batch().codes(CodedField.ORIGIN), values.size(), values::get);
    }

    @Override
    public void values(BatchScope batch, @Nullable Bits spans, Consumer<Value> each) {
        int[] codes = batch.batch().codes(CodedField.ORIGIN);
        Bits used = Used.codes(codes, batch.batch().rows(), spans, values.size());
        for (int code = used.next(0); code >= 0; code = used.next(code + 1)) {
            each.accept(values.get(code));
        }
    }

    @Override
    public boolean dictionaryValues(Consumer<Value> each) {
        values.forEach(each);
        return true;
    }

    private Condition table(Function<Value, Truth> test) {
        return TableTest.of(
                CodedField.ORIGIN, level(), source.batches(), values.size(), code -> test.apply(values.get(code)));
    }
}

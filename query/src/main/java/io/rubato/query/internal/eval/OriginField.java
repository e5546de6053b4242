package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A field of the resource or the instrumentation scope: one value for each origin.
///
/// @param values by origin
/// @param first the first origin that has the same value
@SuppressWarnings("ArrayRecordComponent")
record OriginField(SpanSource source, List<Value> values, int[] first) implements BoundField {
    static OriginField of(SpanSource source, Function<Origin, Value> value) {
        List<Value> values = source.origins().stream().map(value).toList();
        Map<Value, Integer> known = new HashMap<>();
        int[] first = new int[values.size()];
        for (int origin = 0; origin < first.length; origin++) {
            int own = origin;
            first[origin] = known.computeIfAbsent(values.get(origin), _ -> own);
        }
        return new OriginField(source, values, first);
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
        return new RowCodes(
                batch.batch().codes(CodedField.ORIGIN),
                values.size(),
                values::get,
                code -> values.get(code) instanceof Value.Nil,
                code -> first[code]);
    }

    @Override
    public ValueCollector collector(ValueSink sink) {
        return new TableCollector(CodedField.ORIGIN, level(), values.size(), values::get, sink);
    }

    @Override
    public boolean hasDictionaryOfAll() {
        return true;
    }

    @Override
    public void dictionaryValues(ValueSink sink) {
        values.forEach(sink::value);
    }

    boolean isUnknown() {
        return values.stream().allMatch(value -> value instanceof Value.Nil);
    }

    private Condition table(Function<Value, Truth> test) {
        return TableTest.of(
                CodedField.ORIGIN, level(), source.batches(), values.size(), code -> test.apply(values.get(code)));
    }
}

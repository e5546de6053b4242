package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `.name`: of the span, or else of its resource.
record UnscopedField(AttributeField span, OriginField resource) implements BoundField {
    @Override
    public AttributeLevel level() {
        return AttributeLevel.SPAN;
    }

    @Override
    public Value read(BatchScope batch, int row) {
        Value value = span.read(batch, row);
        return value instanceof Value.Nil ? resource.read(batch, row) : value;
    }

    @Override
    public Condition test(ValueTest test) {
        return new Either(Cached.of(span.test(test)), Cached.of(span.exists()), resource.test(test));
    }

    @Override
    public Condition exists() {
        return Logic.or(List.of(Cached.of(span.exists()), resource.exists()));
    }

    @Override
    public RowCodes codes(BatchScope batch) {
        RowCodes own = span.codes(batch);
        RowCodes inherited = resource.codes(batch);
        int[] codes = own.codes().clone();
        for (int row = 0; row < codes.length; row++) {
            // Code 0 is that of spans without the attribute.
            codes[row] = codes[row] == 0 ? own.size() + inherited.codes()[row] : codes[row];
        }
        return new RowCodes(
                codes,
                own.size() + inherited.size(),
                code -> code < own.size()
                        ? own.values().apply(code)
                        : inherited.values().apply(code - own.size()),
                code -> code >= own.size() && inherited.missing().test(code - own.size()),
                code -> code < own.size()
                        ? code
                        : own.size() + inherited.first().applyAsInt(code - own.size()));
    }

    @Override
    public double[] numbers(BatchScope batch) {
        double[] numbers = span.numbers(batch);
        Bits inheriting = span.exists().rows(batch, false, null);
        for (int row = inheriting.next(0); row >= 0; row = inheriting.next(row + 1)) {
            numbers[row] = RowNumbers.of(resource.read(batch, row));
        }
        return numbers;
    }

    @Override
    public ValueCollector collector(ValueSink sink) {
        ValueCollector own = span.collector(sink);
        ValueCollector inherited = resource.collector(sink);
        boolean alone = resource.isUnknown();
        return new ValueCollector() {
            @Override
            public void collect(BatchScope batch, @Nullable Bits spans) {
                own.collect(batch, spans);
                if (alone || inherited.isExhausted(batch.number())) {
                    return;
                }
                Bits inheriting = span.exists().rows(batch, false, spans);
                if (spans != null) {
                    inheriting.and(spans);
                }
                inherited.collect(batch, inheriting);
            }

            @Override
            public boolean collectAll(int batch) {
                return (alone || inherited.isExhausted(batch)) && own.collectAll(batch);
            }

            @Override
            public boolean isExhausted(int batch) {
                return (alone || inherited.isExhausted(batch)) && own.isExhausted(batch);
            }
        };
    }

    /// What a resource says is not told by its dictionary where spans may have the attribute themselves.
    @Override
    public boolean hasDictionaryOfAll() {
        return span.hasDictionaryOfAll() && (span.columns().isEmpty() || resource.isUnknown());
    }

    @Override
    public void dictionaryValues(ValueSink sink) {
        span.dictionaryValues(sink);
        resource.dictionaryValues(sink);
    }

    /// @param own of the span's value
    /// @param exists whether the span has one
    /// @param inherited of the resource's value
    private record Either(Condition own, Condition exists, Condition inherited) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            int number = batch.number();
            Bits rows = inherited.rows(batch, wanted, within);
            if (!rows.isEmpty() && exists.batches(true).get(number)) {
                rows.and(exists.rows(batch, false, within));
            }
            if (own.batches(wanted).get(number)) {
                rows.or(own.rows(batch, wanted, within));
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            Bits batches = own.batches(wanted).copy();
            batches.or(inherited.batches(wanted));
            return batches;
        }

        @Override
        public int cost() {
            return own.cost() + inherited.cost() + exists.cost();
        }
    }
}

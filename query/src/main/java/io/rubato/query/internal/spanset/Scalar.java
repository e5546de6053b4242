package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.SpanValues;
import io.rubato.query.internal.spanset.Spansets.Facts;
import io.rubato.query.internal.value.Arithmetic;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.AggregateFunction;
import io.rubato.traceql.BinaryOperator;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A number of each spanset. Thread-safe.
sealed interface Scalar {
    /// Gives the number of a set, or nil.
    ///
    /// @param extent takes the spans of pipelines in it
    /// @param facts takes each aggregate in it
    IntFunction<Value> of(Spansets input, Bits extent, List<Facts> facts);

    record Constant(Value value) implements Scalar {
        @Override
        public IntFunction<Value> of(Spansets input, Bits extent, List<Facts> facts) {
            return set -> value;
        }
    }

    record Calculation(BinaryOperator operator, Scalar left, Scalar right) implements Scalar {
        @Override
        public IntFunction<Value> of(Spansets input, Bits extent, List<Facts> facts) {
            IntFunction<Value> a = left.of(input, extent, facts);
            IntFunction<Value> b = right.of(input, extent, facts);
            return set -> Arithmetic.apply(operator, a.apply(set), b.apply(set));
        }
    }

    /// An aggregate over the spans of the set.
    ///
    /// @param key of the attribute that holds it
    /// @param values what is aggregated; null for `count()`
    record Aggregated(
            String key,
            AggregateFunction function,
            @Nullable SpanValues values) implements Scalar {
        @Override
        public IntFunction<Value> of(Spansets input, Bits extent, List<Facts> facts) {
            Value[] results = values == null ? counts(input) : numbers(input, values);
            facts.add(new Facts(key, results));
            return set -> results[set];
        }

        private static Value[] counts(Spansets input) {
            int[] counts = new int[input.count()];
            Bits rows = input.rows();
            if (input.isByTrace()) {
                int[] starts = input.batch().batch().traceStarts();
                for (int trace = 0; trace < counts.length; trace++) {
                    counts[trace] = rows.count(starts[trace], starts[trace + 1]);
                }
            } else {
                int[] setOf = input.setOf();
                for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
                    counts[setOf[row]]++;
                }
            }
            Value[] results = new Value[counts.length];
            Arrays.setAll(results, set -> new Value.Int(counts[set]));
            return results;
        }

        private Value[] numbers(Spansets input, SpanValues measured) {
            Tally tally = switch (function) {
                case MIN -> new Extreme(input.setOf(), input.count(), false);
                case MAX -> new Extreme(input.setOf(), input.count(), true);
                case SUM -> new Sum(input.setOf(), input.count(), false);
                case AVG -> new Sum(input.setOf(), input.count(), true);
                case COUNT -> throw new IllegalArgumentException("count() of something: " + key);
            };
            measured.numbers(input.batch(), input.rows(), tally);
            return tally.results();
        }
    }

    /// An aggregate over spans of its own: what a pipeline leaves of the set.
    record Piped(String key, SpansetPlan source, Aggregated aggregate) implements Scalar {
        @Override
        public IntFunction<Value> of(Spansets input, Bits extent, List<Facts> facts) {
            Bits rows = source.rows(input);
            extent.or(rows);
            return new Aggregated(key, aggregate.function, aggregate.values).of(input.with(rows), extent, facts);
        }
    }
}

package io.rubato.traceql;

/// What is done to time series after they are computed.
public sealed interface SecondStage {

    /// `topk(n)`: at each time the n largest values.
    ///
    /// @param limit n, at least 1
    record TopK(int limit) implements SecondStage {
        @Override
        public String toString() {
            return "| topk(" + limit + ')';
        }
    }

    /// `bottomk(n)`: at each time the n smallest values.
    ///
    /// @param limit n, at least 1
    record BottomK(int limit) implements SecondStage {
        @Override
        public String toString() {
            return "| bottomk(" + limit + ')';
        }
    }

    /// `> 5`: drops the values for which the comparison is false.
    ///
    /// @param operator one of `= != < <= > >=`
    /// @param value int, float or duration
    record Threshold(BinaryOperator operator, Static value) implements SecondStage {
        @Override
        public String toString() {
            return operator + " " + value;
        }
    }
}

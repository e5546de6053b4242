package io.rubato.server.internal.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression of PromQL.
public sealed interface PromExpr {
    ResultType type();

    /// What an expression gives.
    enum ResultType {
        SCALAR,
        VECTOR,
        MATRIX,
        STRING;

        String title() {
            return switch (this) {
                case SCALAR -> "scalar";
                case VECTOR -> "instant vector";
                case MATRIX -> "range vector";
                case STRING -> "string";
            };
        }
    }

    record Scalar(double value) implements PromExpr {
        @Override
        public ResultType type() {
            return ResultType.SCALAR;
        }
    }

    record Text(String value) implements PromExpr {
        @Override
        public ResultType type() {
            return ResultType.STRING;
        }
    }

    /// An expression in parentheses.
    record Paren(PromExpr inside) implements PromExpr {
        @Override
        public ResultType type() {
            return inside.type();
        }
    }

    /// What the time of a selector is counted from.
    enum Anchor {
        /// The step.
        NONE,
        /// A time of `@`.
        TIME,
        /// `@ start()`.
        START,
        /// `@ end()`.
        END
    }

    /// `offset` and `@`.
    record Shift(long offsetNanos, Anchor anchor, long atNanos) {
        /// At the step itself.
        public static final Shift NONE = new Shift(0, Anchor.NONE, 0);
    }

    /// Series.
    ///
    /// @param name before the braces, or empty
    /// @param matchers all of them, that of the name too
    record Selector(String name, List<Matcher> matchers, Shift shift) implements PromExpr {
        @Override
        public ResultType type() {
            return ResultType.VECTOR;
        }
    }

    /// Series over a time.
    record Range(Selector selector, long rangeNanos) implements PromExpr {
        @Override
        public ResultType type() {
            return ResultType.MATRIX;
        }
    }

    /// An expression at many times.
    ///
    /// @param stepNanos 0 for the default
    record Subquery(PromExpr operand, long rangeNanos, long stepNanos, Shift shift) implements PromExpr {
        @Override
        public ResultType type() {
            return ResultType.MATRIX;
        }
    }

    record Negation(PromExpr operand) implements PromExpr {
        @Override
        public ResultType type() {
            return operand.type();
        }
    }

    /// Which samples of both sides belong together.
    ///
    /// @param on whether `labels` are those that are compared, not those that are not
    record Matching(boolean on, List<String> labels, Many many, List<String> include) {
        static final Matching ALL = new Matching(false, List.of(), Many.NONE, List.of());
    }

    /// Which side may have several samples for one of the other.
    enum Many {
        NONE,
        LEFT,
        RIGHT
    }

    /// @param bool whether a comparison gives 0 and 1
    record Binary(BinaryOperator operator, PromExpr left, PromExpr right, Matching matching, boolean bool)
            implements PromExpr {
        @Override
        public ResultType type() {
            return left.type() == ResultType.SCALAR && right.type() == ResultType.SCALAR
                    ? ResultType.SCALAR
                    : ResultType.VECTOR;
        }
    }

    /// @param parameter of operators that have one
    /// @param without whether `labels` are those that go
    record Aggregation(
            AggregationOperator operator,
            @Nullable PromExpr parameter,
            boolean without,
            List<String> labels,
            PromExpr operand)
            implements PromExpr {
        @Override
        public ResultType type() {
            return ResultType.VECTOR;
        }
    }

    record Call(Signature function, List<PromExpr> arguments) implements PromExpr {
        @Override
        public ResultType type() {
            return function.result();
        }

        PromExpr argument(int index) {
            return arguments.get(index);
        }
    }
}

package io.rubato.server.internal.prometheus;

import java.util.List;

/// The part of PromQL that is answered.
sealed interface PromExpr {
    /// Arithmetic of numbers, worked out: `1+1` is what clients ask to see whether anybody is there.
    record Scalar(double value) implements PromExpr {}

    /// Series. With a range only below [Rate].
    ///
    /// @param rangeNanos 0 for none
    record Selector(List<Matcher> matchers, long rangeNanos) implements PromExpr {}

    /// `rate(…)` or `increase(…)`.
    record Rate(boolean perSecond, Selector selector) implements PromExpr {}

    /// @param parameter the number of `topk` and `bottomk`
    /// @param without whether `labels` are those that go
    record Aggregation(Operator operator, double parameter, boolean without, List<String> labels, PromExpr operand)
            implements PromExpr {}

    /// `histogram_quantile(…)`.
    record Quantile(double fraction, PromExpr operand) implements PromExpr {}

    /// `… or …`.
    record Union(PromExpr left, PromExpr right) implements PromExpr {}

    /// Aggregations.
    enum Operator {
        SUM,
        AVG,
        MIN,
        MAX,
        COUNT,
        GROUP,
        TOPK,
        BOTTOMK
    }
}

package io.rubato.traceql;

/// A constant operand of [MetricsMath].
///
/// @param value int, float or duration, folded
public record MetricsScalar(Static value) implements MetricsExpression {
    @Override
    public String toString() {
        return value.toString();
    }
}

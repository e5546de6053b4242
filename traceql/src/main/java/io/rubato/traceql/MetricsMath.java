package io.rubato.traceql;

import java.util.List;

/// Arithmetic on time series; labels of both sides must match, a side without labels meets every series.
///
/// @param operator one of `+ - * /`
/// @param left left operand
/// @param right right operand; not both are [MetricsScalar]
/// @param second what is then done to the result, in order
public record MetricsMath(
        BinaryOperator operator, MetricsExpression left, MetricsExpression right, List<SecondStage> second)
        implements MetricsExpression, QueryBody {

    /// Copies the list.
    public MetricsMath {
        second = List.copyOf(second);
    }

    @Override
    public String toString() {
        return Printer.operand(left) + ' ' + operator + ' ' + Printer.operand(right) + Printer.second(second);
    }
}

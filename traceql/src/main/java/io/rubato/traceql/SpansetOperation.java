package io.rubato.traceql;

/// A structural or set operation inside one trace. Long runs of `&&` or `||` are balanced as in [Binary].
///
/// If one operand is, or contains, a [Pipeline], the operation is the only stage of its query.
///
/// @param operator the operator
/// @param left A
/// @param right B
public record SpansetOperation(SpansetOperator operator, SpansetExpression left, SpansetExpression right)
        implements SpansetExpression {
    @Override
    public String toString() {
        return Printer.operation(this);
    }
}

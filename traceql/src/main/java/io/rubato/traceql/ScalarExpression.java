package io.rubato.traceql;

/// A number computed from a spanset.
public sealed interface ScalarExpression permits ScalarLiteral, Aggregate, ScalarOperation, ScalarPipeline {

    /// Static type, numeric or [ValueType#UNKNOWN].
    ValueType type();
}

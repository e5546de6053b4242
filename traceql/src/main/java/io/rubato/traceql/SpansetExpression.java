package io.rubato.traceql;

/// Something that yields spans of a trace: a filter, an operation on two of them, or, as an operand only, a pipeline.
public sealed interface SpansetExpression extends Stage permits SpansetFilter, SpansetOperation, Pipeline {}

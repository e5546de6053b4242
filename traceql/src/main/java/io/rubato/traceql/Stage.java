package io.rubato.traceql;

/// One step of a [Pipeline], between the `|`.
public sealed interface Stage permits SpansetExpression, ScalarFilter, GroupBy, Coalesce, Select {}

/// The TraceQL language: text to a checked tree and back. It knows nothing of how spans are stored.
///
/// Start at [io.rubato.traceql.TraceQl]. A [io.rubato.traceql.Query] holds either a
/// [io.rubato.traceql.Pipeline] (a search) or a [io.rubato.traceql.MetricsExpression]. Every node is an immutable
/// record whose `toString()` is canonical TraceQL that parses back to an equal tree.
@NullMarked
package io.rubato.traceql;

import org.jspecify.annotations.NullMarked;

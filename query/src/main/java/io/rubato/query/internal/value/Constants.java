package io.rubato.query.internal.value;

import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;

/// `values()` copies; these do not.
final class Constants {
    static final SpanStatus[] STATUSES = SpanStatus.values();
    static final SpanKind[] KINDS = SpanKind.values();

    private Constants() {}
}

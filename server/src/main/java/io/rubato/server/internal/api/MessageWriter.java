package io.rubato.server.internal.api;

import io.rubato.query.QueryMetrics;
import io.rubato.server.internal.otlp.FieldWriter;

/// Writes messages of tempopb, and of OTLP within them. Not thread-safe.
final class MessageWriter extends FieldWriter {
    /// tempopb.SearchMetrics; there even when all of it is zero, for Grafana reads it without asking.
    void metrics(int number, QueryMetrics metrics, Jobs jobs) {
        message(number, () -> {
            number(1, Math.min(metrics.inspectedTraces(), Integer.MAX_VALUE));
            number(2, metrics.inspectedBytes());
            number(3, metrics.totalSources());
            number(4, jobs.completed());
            number(5, jobs.total());
            number(6, metrics.totalBytes());
            number(7, metrics.inspectedSpans());
        });
    }

    /// tempopb.MetadataMetrics.
    void inspected(int number, long bytes) {
        message(number, () -> {
            number(1, bytes);
            number(2, 1);
            number(3, 1);
        });
    }

    /// How far a query has come, in batches.
    record Jobs(int completed, int total) {
        static final Jobs DONE = new Jobs(1, 1);
    }
}

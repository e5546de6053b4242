package io.rubato.query.internal.graph;

import io.rubato.query.Exemplar;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.SpanField;

/// Gives spans of one batch as examples.
///
/// @param durations of all its spans
@SuppressWarnings("ArrayRecordComponent")
record Examples(BatchScope scope, long[] durations) {
    /// Has figures remember a span if it is the longest.
    void offer(Red red, int row) {
        long duration = Math.max(0, durations[row]);
        if (red.wants(duration)) {
            long end = scope.batch().longs(SpanField.START)[row] + duration;
            red.offer(new Exemplar(scope.batch().traceId(scope.traceOf()[row]), duration, end));
        }
    }
}

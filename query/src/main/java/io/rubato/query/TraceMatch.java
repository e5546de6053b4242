package io.rubato.query;

import io.rubato.storage.model.TraceId;
import java.util.List;
import java.util.Map;

/// A trace that matched, with facts of the whole trace.
///
/// @param rootServiceName, rootName of the root span (the earliest span without a parent id); both empty when no root
///     has arrived
/// @param startNanos the earliest span's start, Unix nanoseconds
/// @param endNanos the latest span's end
/// @param spansets the matching spans; one set unless the query groups
/// @param services every service of the trace, by name, sorted
public record TraceMatch(
        TraceId traceId,
        String rootServiceName,
        String rootName,
        long startNanos,
        long endNanos,
        List<Spanset> spansets,
        Map<String, ServiceStats> services) {
    /// @param spans how many spans of the trace are the service's
    /// @param errors how many of them have status error
    public record ServiceStats(int spans, int errors) {}
}

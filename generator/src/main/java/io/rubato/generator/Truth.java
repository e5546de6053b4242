package io.rubato.generator;

import java.util.List;
import java.util.Map;

/// What a generator has made: counts and some traces to look up. A snapshot.
///
/// @param spans number of spans
/// @param traces number of traces
/// @param spanBytes encoded size of all spans, without resources and scopes
/// @param spansByService spans by `service.name`
/// @param errorsByService spans with status error by `service.name`
/// @param spansByName spans by span name
/// @param spansByHttpStatus spans by `http.response.status_code`
/// @param samples up to 4,096 traces, spread evenly over all
public record Truth(
        long spans,
        long traces,
        long spanBytes,
        Map<String, Long> spansByService,
        Map<String, Long> errorsByService,
        Map<String, Long> spansByName,
        Map<Integer, Long> spansByHttpStatus,
        List<TraceSample> samples) {

    /// Number of spans with status error.
    public long errors() {
        return errorsByService.values().stream().mapToLong(Long::longValue).sum();
    }
}

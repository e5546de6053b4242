package io.rubato.generator;

/// One generated trace, as a test or a bench can look it up.
///
/// @param traceId 32 lower-case hex digits
/// @param requestId value of `x_request_id` on several spans of this trace and on no other; empty where
///     the trace has none
/// @param userId value of `user.id`, empty where the trace has none
/// @param startNanos start of the root span, nanoseconds since 1970
/// @param endNanos end of the span that ended last
/// @param rootService `service.name` of the root span
/// @param rootName name of the root span
/// @param spans number of spans
/// @param errors number of spans with status error
public record TraceSample(
        String traceId,
        String requestId,
        String userId,
        long startNanos,
        long endNanos,
        String rootService,
        String rootName,
        int spans,
        int errors) {}

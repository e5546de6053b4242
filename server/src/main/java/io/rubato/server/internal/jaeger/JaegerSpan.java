package io.rubato.server.internal.jaeger;

import io.rubato.storage.model.Attribute;
import java.util.List;

/// A span in Jaeger's model, whichever way it was encoded.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v2/model.proto>
///
/// @param traceId, spanId in hexadecimal digits
/// @param flags unsigned
/// @param startNanos Unix nanoseconds, unsigned
/// @param tags typed; arrays, lists and empty values, which Jaeger does not have, are shown as text
record JaegerSpan(
        Sender sender,
        String traceId,
        String spanId,
        String operation,
        List<Reference> references,
        int flags,
        long startNanos,
        long durationNanos,
        List<Attribute> tags,
        List<Log> logs) {

    /// Jaeger calls it a process.
    record Sender(String service, List<Attribute> tags) {
        static final Sender NONE = new Sender("", List.of());
    }

    /// @param follows whether it follows from the other span rather than being its child
    record Reference(String traceId, String spanId, boolean follows) {}

    record Log(long timeNanos, List<Attribute> fields) {}
}

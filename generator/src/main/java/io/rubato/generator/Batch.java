package io.rubato.generator;

/// One export request of one service instance.
///
/// @param body an encoded `ExportTraceServiceRequest`; also a valid `TracesData`. Bodies may be
///     concatenated: the result is one request with the spans of all. The array is the caller's.
/// @param spans how many spans the body has
/// @param service `service.name` of the instance
/// @param arrivalNanos when it arrives at the server, nanoseconds since 1970
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy would cost the loader
public record Batch(byte[] body, int spans, String service, long arrivalNanos) {}

package io.rubato.server.internal.receive;

import io.rubato.server.internal.otlp.MalformedOtlpException;

/// Turns a request of another protocol into OTLP. Thread-safe.
@FunctionalInterface
public interface Conversion {
    /// @param body decompressed
    /// @return an ExportTraceServiceRequest as protobuf
    /// @throws MalformedOtlpException when the body is not what it claims to be
    byte[] toOtlp(byte[] body) throws MalformedOtlpException;
}

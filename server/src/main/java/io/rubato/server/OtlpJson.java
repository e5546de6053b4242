package io.rubato.server;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.TraceJsonWriter;
import java.io.IOException;
import java.io.OutputStream;

/// OTLP in JSON (opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), as the receivers take it.
public final class OtlpJson {
    private OtlpJson() {}

    /// Writes `{"resourceSpans":[...]}` on one line, without a line feed. `out` is flushed and stays open.
    ///
    /// @param traces a serialized `ExportTraceServiceRequest` or `TracesData`, which are one on the wire
    /// @throws IOException when `out` does, or when the bytes are not OTLP
    public static void write(byte[] traces, OutputStream out) throws IOException {
        try {
            TraceJsonWriter.writeOtlp(traces, out);
        } catch (MalformedOtlpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}

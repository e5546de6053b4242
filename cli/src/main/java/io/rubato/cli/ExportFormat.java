package io.rubato.cli;

import io.rubato.server.OtlpJson;
import java.io.IOException;
import java.io.OutputStream;

/// What spans are exported as.
enum ExportFormat {
    /// OTLP/JSON, one `ExportTraceServiceRequest` a line.
    NDJSON,
    /// OTLP protobuf: requests one after another are one request, and one `TracesData`.
    OTLP;

    /// @param trace a serialized `TracesData`
    void write(byte[] trace, OutputStream out) throws IOException {
        switch (this) {
            case NDJSON -> {
                OtlpJson.write(trace, out);
                out.write('\n');
            }
            case OTLP -> out.write(trace);
        }
    }
}

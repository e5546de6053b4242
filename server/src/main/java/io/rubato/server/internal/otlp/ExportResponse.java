package io.rubato.server.internal.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The answer to a request that was taken, ExportTraceServiceResponse.
///
/// @param rejectedSpans spans of the request that were not taken
/// @param errorMessage why not; or a warning, if all were taken; empty if there is nothing to say
public record ExportResponse(long rejectedSpans, String errorMessage) {
    /// All spans were taken.
    public static final ExportResponse ACCEPTED = new ExportResponse(0, "");

    /// The response as protobuf: no bytes at all if all is well, as the specification wants it.
    public byte[] toProtobuf() {
        ProtobufWriter out = new ProtobufWriter(errorMessage.length() + 32);
        if (rejectedSpans != 0 || !errorMessage.isEmpty()) {
            out.tag(1, ProtobufReader.LENGTH);
            int partialSuccess = out.begin();
            if (rejectedSpans != 0) {
                out.tag(1, ProtobufReader.VARINT);
                out.varint(rejectedSpans);
            }
            if (!errorMessage.isEmpty()) {
                out.tag(2, ProtobufReader.LENGTH);
                out.string(errorMessage);
            }
            out.end(partialSuccess);
        }
        return out.toByteArray();
    }

    /// The response as JSON in UTF-8: `{"partialSuccess":{}}` if all is well.
    public byte[] toJson() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try {
            TraceJsonWriter.write(OtlpSchema.EXPORT_RESPONSE, JsonDialect.OTLP, toProtobuf(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedOtlpException e) {
            throw new IllegalStateException(e);
        }
        return json.toByteArray();
    }
}

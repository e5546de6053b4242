package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// google.rpc.Status: the body of an error over OTLP/HTTP, and the `grpc-status-details-bin` trailer over gRPC.
///
/// @param code a gRPC status code: 3 invalid argument, 8 resource exhausted, 14 unavailable, ...
/// @param message one line for the sender
/// @param retryDelay how long the sender should wait before it tries again, as a google.rpc.RetryInfo; null if
///     trying again is of no use
public record RpcStatus(int code, String message, @Nullable Duration retryDelay) {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

    /// The status as protobuf.
    public byte[] toProtobuf() {
        ProtobufWriter out = new ProtobufWriter(message.length() + 96);
        if (code != 0) {
            out.tag(1, ProtobufReader.VARINT);
            out.varint(code);
        }
        if (!message.isEmpty()) {
            out.tag(2, ProtobufReader.LENGTH);
            out.string(message);
        }
        if (retryDelay != null) {
            out.tag(3, ProtobufReader.LENGTH);
            int any = out.begin();
            out.tag(1, ProtobufReader.LENGTH);
            out.string(RETRY_INFO);
            out.tag(2, ProtobufReader.LENGTH);
            int retryInfo = out.begin();
            writeRetryInfo(out, retryDelay);
            out.end(retryInfo);
            out.end(any);
        }
        return out.toByteArray();
    }

    private static void writeRetryInfo(ProtobufWriter out, Duration delay) {
        out.tag(1, ProtobufReader.LENGTH);
        int duration = out.begin();
        if (delay.toSeconds() != 0) {
            out.tag(1, ProtobufReader.VARINT);
            out.varint(delay.toSeconds());
        }
        if (delay.toNanosPart() != 0) {
            out.tag(2, ProtobufReader.VARINT);
            out.varint(delay.toNanosPart());
        }
        out.end(duration);
    }

    /// The status as JSON in UTF-8, by the JSON mapping of proto3.
    public byte[] toJson() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = TraceJsonWriter.generator(json)) {
            out.writeStartObject();
            out.writeNumberField("code", code);
            out.writeStringField("message", message);
            if (retryDelay != null) {
                out.writeArrayFieldStart("details");
                out.writeStartObject();
                out.writeStringField("@type", RETRY_INFO);
                out.writeStringField("retryDelay", seconds(retryDelay));
                out.writeEndObject();
                out.writeEndArray();
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toByteArray();
    }

    private static String seconds(Duration delay) {
        BigDecimal seconds = BigDecimal.valueOf(delay.toSeconds()).add(BigDecimal.valueOf(delay.toNanosPart(), 9));
        return (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
    }
}

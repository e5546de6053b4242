package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;

/// Writes protobuf traces as JSON in UTF-8, streaming, without generated classes.
///
/// The JSON of the trace API is that of Grafana Tempo: ids in base64, 64-bit integers as strings, enums by name, zero
/// values left out, `NaN` and `Infinity` as strings, and `resource`, `scope` and `status` always there. Output streams
/// are flushed and stay open. Thread-safe.
///
/// Every method throws [MalformedOtlpException] if the bytes are not protobuf; by then a part may be written, so that
/// bytes of doubtful origin should go to a buffer first.
public final class TraceJsonWriter {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private TraceJsonWriter() {}

    /// `{"batches":[...]}`, the answer of `/api/traces/{id}`.
    ///
    /// @param trace a tempopb.Trace, TracesData or ExportTraceServiceRequest, which are one on the wire
    public static void writeV1(byte[] trace, OutputStream out) throws IOException, MalformedOtlpException {
        write(OtlpSchema.BATCHES, JsonDialect.TRACE_API, trace, out);
    }

    /// `{"trace":{"resourceSpans":[...]},"metrics":{...}}`, the answer of `/api/v2/traces/{id}`.
    ///
    /// @param response a tempopb.TraceByIDResponse, see [TraceByIdResponse]
    public static void writeV2(byte[] response, OutputStream out) throws IOException, MalformedOtlpException {
        write(OtlpSchema.TRACE_BY_ID_RESPONSE, JsonDialect.TRACE_API, response, out);
    }

    /// `{"resourceSpans":[...]}` in OTLP/JSON (ids in hex, enums as numbers), which [OtlpJsonReader] reads back.
    ///
    /// @param traces as for [#writeV1]
    public static void writeOtlp(byte[] traces, OutputStream out) throws IOException, MalformedOtlpException {
        write(OtlpSchema.TRACES, JsonDialect.OTLP, traces, out);
    }

    static void write(MessageType type, JsonDialect dialect, byte[] message, OutputStream out)
            throws IOException, MalformedOtlpException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            new JsonWalker(json, dialect).write(type, message);
        }
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }
}

package io.rubato.server.internal.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The forms in which Tempo tells two traces apart.
public enum DiffFormat {
    /// Every difference.
    PATCH(PatchJson.VERSION),
    /// Totals and what changed in each service.
    SUMMARY("trace-summary-v0-native"),
    /// The summary, with every difference where that is short.
    COMPOSED("trace-summary-v0-composed");

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int SHORT = 64 << 10;

    private final String text;

    DiffFormat(String text) {
        this.text = text;
    }

    public static Optional<DiffFormat> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text.equals(text))
                .findFirst();
    }

    /// What differs between two traces, as JSON.
    ///
    /// @param base, compare each a tempopb.Trace as protobuf
    /// @throws MalformedOtlpException if one is none
    public byte[] compare(byte[] base, byte[] compare) throws IOException, MalformedOtlpException {
        TraceDiff diff =
                new TraceDiff(new TraceTree(TraceDecoder.decode(base)), new TraceTree(TraceDecoder.decode(compare)));
        return this == PATCH ? patch(diff) : summary(diff);
    }

    private static byte[] patch(TraceDiff diff) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            PatchJson.write(out, diff);
        }
        return bytes.toByteArray();
    }

    private byte[] summary(TraceDiff diff) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("version", text);
            new SummaryJson(diff).write(out);
            if (this == COMPOSED) {
                attach(out, patch(diff));
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void attach(JsonGenerator out, byte[] patch) throws IOException {
        if (patch.length <= SHORT) {
            out.writeFieldName("patch");
            out.writeRawValue(new String(patch, StandardCharsets.UTF_8));
        } else {
            out.writeObjectFieldStart("patchOmitted");
            out.writeStringField("reason", "over_budget");
            out.writeNumberField("bytes", patch.length);
            out.writeEndObject();
        }
    }
}

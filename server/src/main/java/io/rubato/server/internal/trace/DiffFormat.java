package io.rubato.server.internal.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The forms in which Tempo tells two traces apart.
public enum DiffFormat {
    /// Every difference.
    PATCH(PatchJson.VERSION),
    /// Totals and what changed in each service.
    SUMMARY(SummaryJson.VERSION),
    /// The summary, with every difference where that is short.
    COMPOSED("trace-summary-v0-composed");

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int SHORT = 64 << 10;

    /// Of a span's place in the tree and in the difference, roughly.
    private static final int NODE_BYTES = 400;

    private final String text;

    DiffFormat(String text) {
        this.text = text;
    }

    public static Optional<DiffFormat> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text.equals(text))
                .findFirst();
    }

    /// Writes what differs between two traces, as JSON.
    ///
    /// @param base, compare each a tempopb.Trace as protobuf
    /// @param memory counts the objects of both
    /// @throws MalformedOtlpException if one is none
    public void compare(byte[] base, byte[] compare, LongConsumer memory, OutputStream to)
            throws IOException, MalformedOtlpException {
        TraceDiff diff = new TraceDiff(tree(base, memory), tree(compare, memory));
        if (this == PATCH) {
            patch(diff, to);
        } else {
            summary(diff, to);
        }
    }

    private static TraceTree tree(byte[] trace, LongConsumer memory) throws MalformedOtlpException {
        return new TraceTree(TraceDecoder.decode(trace, bytes -> memory.accept(bytes + NODE_BYTES)));
    }

    private static void patch(TraceDiff diff, OutputStream to) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(to)) {
            PatchJson.write(out, diff);
        }
    }

    private void summary(TraceDiff diff, OutputStream to) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(to)) {
            out.writeStartObject();
            if (this == SUMMARY) {
                new SummaryJson(diff).write(out);
            } else {
                out.writeStringField("version", text);
                out.writeObjectFieldStart("summary");
                new SummaryJson(diff).write(out);
                out.writeEndObject();
                ByteArrayOutputStream patch = new ByteArrayOutputStream();
                patch(diff, patch);
                attach(out, patch.toByteArray());
            }
            out.writeEndObject();
        }
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

package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Writes JSON as a stream.
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// What writes one answer.
    public interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    /// What one writes, in memory.
    public static byte[] bytes(Writing writing) {
        AnswerBytes bytes = new AnswerBytes();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.take();
    }

    /// Writes to a stream that stays open.
    public static void write(OutputStream to, Writing writing) throws IOException {
        try (JsonGenerator out = FACTORY.createGenerator(to)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            writing.to(out);
        }
    }

    /// A 64-bit number, which is text in the JSON of protobuf; left out when zero.
    static void longField(JsonGenerator out, String name, long value) throws IOException {
        if (value != 0) {
            out.writeStringField(name, Long.toString(value));
        }
    }

    /// A 32-bit number; left out when zero.
    static void intField(JsonGenerator out, String name, long value) throws IOException {
        if (value != 0) {
            out.writeNumberField(name, value);
        }
    }

    /// Left out when empty.
    static void textField(JsonGenerator out, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }

    public static void textList(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    /// The `metrics` of answers about tags.
    static void inspected(JsonGenerator out, long bytes) throws IOException {
        out.writeObjectFieldStart("metrics");
        longField(out, "inspectedBytes", bytes);
        out.writeEndObject();
    }
}

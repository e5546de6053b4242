package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Answers in JSON, written as a stream.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// What writes one answer.
    interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    static HttpResponse answer(Writing writing) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(bytes(writing)));
    }

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
}

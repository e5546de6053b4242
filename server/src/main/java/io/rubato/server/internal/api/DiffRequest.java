package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rubato.server.internal.trace.DiffFormat;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `{"base":{"traceId":"..."},"compare":{"traceId":"..."},"format":"..."}`. Names in either case, as Go reads them;
/// `start` and `end` of a side change nothing, for everything stored is looked at.
record DiffRequest(TraceId base, TraceId compare, DiffFormat format) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// @throws BadRequest for anything else
    static DiffRequest parse(byte[] body, int length) {
        TraceId base = null;
        TraceId compare = null;
        DiffFormat format = DiffFormat.PATCH;
        try (JsonParser in = FACTORY.createParser(body, 0, length)) {
            expect(in.nextToken() == JsonToken.START_OBJECT, "an object expected");
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName().toLowerCase(Locale.ROOT);
                JsonToken value = in.nextToken();
                switch (name) {
                    case "base" -> base = side(in, name);
                    case "compare" -> compare = side(in, name);
                    case "format" -> {
                        expect(value == JsonToken.VALUE_STRING, "format: text expected");
                        format = format(in.getText());
                    }
                    default -> in.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new BadRequest("invalid request body: no JSON");
        }
        return new DiffRequest(present(base, "base"), present(compare, "compare"), format);
    }

    private static TraceId present(@Nullable TraceId id, String side) {
        if (id == null) {
            throw new BadRequest("invalid request body: " + side + ".traceId is missing");
        }
        return id;
    }

    private static DiffFormat format(String text) {
        return text.isEmpty()
                ? DiffFormat.PATCH
                : DiffFormat.of(text)
                        .orElseThrow(() -> new BadRequest("invalid request body: unknown format '" + text + "'"));
    }

    private static @Nullable TraceId side(JsonParser in, String name) throws IOException {
        expect(in.currentToken() == JsonToken.START_OBJECT, name + ": an object expected");
        TraceId id = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName().toLowerCase(Locale.ROOT);
            in.nextToken();
            if (field.equals("traceid")) {
                expect(in.currentToken() == JsonToken.VALUE_STRING, name + ".traceId: text expected");
                id = TraceParameters.id(in.getText());
            } else {
                in.skipChildren();
            }
        }
        return id;
    }

    private static void expect(boolean is, String problem) {
        if (!is) {
            throw new BadRequest("invalid request body: " + problem);
        }
    }
}

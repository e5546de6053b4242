package io.rubato.server.internal.rules;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.api.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What an Alertmanager is told of one alert.
/// Source: <https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml>, `postableAlert`
///
/// @param endsAt when it was resolved, or until when it goes on if no more is heard of it
/// @param link to the query, for people
record Notification(LabelSet labels, LabelSet annotations, Instant startsAt, Instant endsAt, String link) {

    /// The body of `POST /api/v2/alerts`.
    static byte[] body(List<Notification> alerts) {
        return Json.bytes(out -> {
            out.writeStartArray();
            for (Notification alert : alerts) {
                alert.write(out);
            }
            out.writeEndArray();
        });
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        texts(out, "labels", labels);
        texts(out, "annotations", annotations);
        out.writeStringField("startsAt", startsAt.toString());
        out.writeStringField("endsAt", endsAt.toString());
        out.writeStringField("generatorURL", link);
        out.writeEndObject();
    }

    static void texts(JsonGenerator out, String name, LabelSet texts) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, String> text : texts.labels().entrySet()) {
            out.writeStringField(text.getKey(), text.getValue());
        }
        out.writeEndObject();
    }
}

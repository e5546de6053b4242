package io.rubato.examples.serving;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A trace as the backend gives it back.
record Trace(List<Row> spans) {
    static final Trace EMPTY = new Trace(List.of());

    /// @param parent empty for a root
    record Row(
            String service,
            String traceId,
            String id,
            String parent,
            String name,
            String kind,
            long start,
            long end,
            Map<String, String> attributes,
            String traceState,
            int flags,
            String status,
            List<String> events) {}

    static Trace of(JsonNode answer) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode batch : answer.path("batches")) {
            String service = attributes(batch.path("resource")).getOrDefault("service.name", "");
            for (JsonNode scope : batch.path("scopeSpans")) {
                for (JsonNode span : scope.path("spans")) {
                    rows.add(row(service, span));
                }
            }
        }
        return new Trace(rows);
    }

    private static Row row(String service, JsonNode span) {
        List<String> events = new ArrayList<>();
        span.path("events").forEach(event -> events.add(event.path("name").asText()));
        return new Row(
                service,
                hex(span, "traceId"),
                hex(span, "spanId"),
                hex(span, "parentSpanId"),
                span.path("name").asText(),
                span.path("kind").asText(),
                span.path("startTimeUnixNano").asLong(),
                span.path("endTimeUnixNano").asLong(),
                attributes(span),
                span.path("traceState").asText(),
                span.path("flags").asInt(),
                span.path("status").path("code").asText(),
                events);
    }

    private static String hex(JsonNode span, String field) {
        return HexFormat.of()
                .formatHex(Base64.getDecoder().decode(span.path(field).asText("")));
    }

    private static Map<String, String> attributes(JsonNode of) {
        Map<String, String> found = new HashMap<>();
        for (JsonNode attribute : of.path("attributes")) {
            JsonNode value = attribute.path("value");
            found.put(
                    attribute.path("key").asText(),
                    value.isEmpty() ? "" : value.elements().next().asText());
        }
        return found;
    }

    Stream<Row> named(String name) {
        return spans.stream().filter(span -> span.name().equals(name));
    }

    Row only(String service, String name) {
        List<Row> found =
                named(name).filter(span -> span.service().equals(service)).toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "expected one span " + name + " of " + service + ", found " + found + " in\n" + this);
        }
        return found.get(0);
    }

    /// The one `handle_payload` of a component's endpoint.
    Row payload(String component, String endpoint) {
        List<Row> found = named("handle_payload")
                .filter(span -> component.equals(span.attributes().get("component")))
                .filter(span -> endpoint.equals(span.attributes().get("endpoint")))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(
                    "expected one handle_payload of " + component + ", found " + found + " in\n" + this);
        }
        return found.get(0);
    }

    Optional<Row> parent(Row span) {
        return spans.stream().filter(other -> other.id().equals(span.parent())).findFirst();
    }

    /// A line for each span, for messages.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Row span : spans) {
            text.append(span.service() + " " + span.name() + " " + span.id() + " <- " + span.parent() + " "
                    + span.attributes() + "\n");
        }
        return text.toString();
    }
}

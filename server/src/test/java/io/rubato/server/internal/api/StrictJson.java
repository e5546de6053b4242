package io.rubato.server.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/// Reads answers as Grafana's data source does: a field it does not know is an error.
final class StrictJson {
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "SearchResponse", Set.of("traces:Trace", "metrics:Metrics"),
            "Trace",
                    Set.of(
                            "traceID",
                            "rootServiceName",
                            "rootTraceName",
                            "startTimeUnixNano",
                            "durationMs",
                            "spanSet:SpanSet",
                            "spanSets:SpanSet",
                            "serviceStats:*Service"),
            "Service", Set.of("spanCount", "errorCount"),
            "SpanSet", Set.of("spans:Span", "matched", "attributes:Attribute"),
            "Span", Set.of("spanID", "name", "startTimeUnixNano", "durationNanos", "attributes:Attribute"),
            "Attribute", Set.of("key", "value:Value"),
            "Value",
                    Set.of(
                            "stringValue",
                            "intValue",
                            "doubleValue",
                            "boolValue",
                            "bytesValue",
                            "arrayValue:Array",
                            "kvlistValue:Pairs"),
            "Array", Set.of("values:Value"),
            "Pairs", Set.of("values:Attribute"),
            "Metrics",
                    Set.of(
                            "inspectedTraces",
                            "inspectedBytes",
                            "totalBlocks",
                            "completedJobs",
                            "totalJobs",
                            "totalBlockBytes",
                            "inspectedSpans"));

    private StrictJson() {}

    static JsonNode search(String json) {
        try {
            JsonNode node = new ObjectMapper().readTree(json);
            check(node, "SearchResponse", "");
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(JsonNode node, String type, String path) {
        if (node.isArray()) {
            node.forEach(each -> check(each, type, path + "[]"));
            return;
        }
        if (type.startsWith("*")) {
            node.properties().forEach(each -> check(each.getValue(), type.substring(1), path + "{}"));
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String at = path + "." + field.getKey();
            String known = FIELDS.getOrDefault(type, Set.of()).stream()
                    .filter(each -> each.equals(field.getKey()) || each.startsWith(field.getKey() + ":"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("unknown field " + at + " in " + type));
            if (known.contains(":")) {
                check(field.getValue(), known.substring(known.indexOf(':') + 1), at);
            } else if (!field.getValue().isValueNode()) {
                throw new AssertionError(at + " is not a plain value");
            }
        }
    }
}

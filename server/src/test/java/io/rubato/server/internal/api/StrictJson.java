package io.rubato.server.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/// Reads answers as Grafana's data source does: a field it does not know is an error.
final class StrictJson {
    private static final Map<String, Set<String>> FIELDS = Map.ofEntries(
            Map.entry("SearchResponse", Set.of("traces:Trace", "metrics:Metrics")),
            Map.entry("QueryInstantResponse", Set.of("series:InstantSeries", "metrics:Metrics", "status", "message")),
            Map.entry("InstantSeries", Set.of("labels:Attribute", "value")),
            Map.entry("QueryRangeResponse", Set.of("series:TimeSeries", "metrics:Metrics", "status", "message")),
            Map.entry("TimeSeries", Set.of("labels:Attribute", "samples:Sample", "exemplars:Exemplar")),
            Map.entry("Sample", Set.of("timestampMs", "value")),
            Map.entry("Exemplar", Set.of("labels:Attribute", "value", "timestampMs")),
            Map.entry(
                    "Trace",
                    Set.of(
                            "traceID",
                            "rootServiceName",
                            "rootTraceName",
                            "startTimeUnixNano",
                            "durationMs",
                            "spanSet:SpanSet",
                            "spanSets:SpanSet",
                            "serviceStats:*Service")),
            Map.entry("Service", Set.of("spanCount", "errorCount")),
            Map.entry("SpanSet", Set.of("spans:Span", "matched", "attributes:Attribute")),
            Map.entry("Span", Set.of("spanID", "name", "startTimeUnixNano", "durationNanos", "attributes:Attribute")),
            Map.entry("Attribute", Set.of("key", "value:Value")),
            Map.entry(
                    "Value",
                    Set.of(
                            "stringValue",
                            "intValue",
                            "doubleValue",
                            "boolValue",
                            "bytesValue",
                            "arrayValue:Array",
                            "kvlistValue:Pairs")),
            Map.entry("Array", Set.of("values:Value")),
            Map.entry("Pairs", Set.of("values:Attribute")),
            Map.entry(
                    "Metrics",
                    Set.of(
                            "inspectedTraces",
                            "inspectedBytes",
                            "totalBlocks",
                            "completedJobs",
                            "totalJobs",
                            "totalBlockBytes",
                            "inspectedSpans")));

    private StrictJson() {}

    static JsonNode search(String json) {
        return read(json, "SearchResponse");
    }

    /// @param type name of the message of tempopb
    static JsonNode read(String json, String type) {
        try {
            JsonNode node = new ObjectMapper().readTree(json);
            check(node, type, "");
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

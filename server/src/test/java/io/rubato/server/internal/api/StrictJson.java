package io.rubato.server.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads answers as Grafana's data source does: a field it does not know is an error, and so is one of another type,
/// one
/// that is read without being looked for and is not there, and a key of attributes that is text here and a number
/// there.
final class StrictJson {
    /// By message of tempopb, each field's name and type: `!` for one that must be there, `*` for a list, `%` for a
    /// map.
    /// 64-bit numbers are text or numbers.
    private static final String MESSAGES = """
            SearchResponse: !traces *Trace; !metrics Metrics
            Trace: !traceID text; rootServiceName text; rootTraceName text; startTimeUnixNano int64; durationMs int32; spanSet SpanSet; spanSets *SpanSet; serviceStats %Service
            Service: spanCount int32; errorCount int32
            SpanSet: !spans *Span; !matched int32; attributes *Attribute
            Span: !spanID text; name text; startTimeUnixNano int64; durationNanos int64; attributes *Attribute
            QueryInstantResponse: !series *InstantSeries; !metrics Metrics; status text; message text
            InstantSeries: !labels *Attribute; value double
            QueryRangeResponse: !series *TimeSeries; !metrics Metrics; status text; message text
            TimeSeries: !labels *Attribute; !samples *Sample; exemplars *Exemplar
            Sample: !timestampMs int64; value double
            Exemplar: !labels *Attribute; !timestampMs int64; value double
            Attribute: !key text; !value Value
            Value: stringValue text; intValue int64; doubleValue double; boolValue bool; bytesValue text; arrayValue Array; kvlistValue Pairs
            Array: values *Value
            Pairs: values *Attribute
            Metrics: inspectedTraces int32; inspectedBytes int64; totalBlocks int32; completedJobs int32; totalJobs int32; totalBlockBytes int64; inspectedSpans int64
            SearchTagsResponse: !tagNames *text; !metrics Inspected
            SearchTagsV2Response: !scopes *Scope; !metrics Inspected
            Scope: !name text; !tags *text
            SearchTagValuesResponse: !tagValues *text; !metrics Inspected
            SearchTagValuesV2Response: !tagValues *TagValue; !metrics Inspected
            TagValue: !type text; value text
            Inspected: inspectedBytes int64
            """;

    private static final Map<String, Map<String, Field>> TYPES = new HashMap<>();

    static {
        MESSAGES.lines().forEach(line -> {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (String field : line.substring(line.indexOf(": ") + 2).split("; ")) {
                String[] words = field.split(" ");
                fields.put(words[0].replace("!", ""), new Field(words[0].startsWith("!"), words[1]));
            }
            TYPES.put(line.substring(0, line.indexOf(':')), fields);
        });
    }

    private record Field(boolean required, String type) {}

    /// By key, whether its values are text.
    private final Map<String, Boolean> kinds = new HashMap<>();

    private StrictJson() {}

    static JsonNode search(String json) {
        return read(json, "SearchResponse");
    }

    /// @param type name of the message of tempopb
    static JsonNode read(String json, String type) {
        try {
            JsonNode node = new ObjectMapper().readTree(json);
            new StrictJson().check(node, type, type);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private void check(JsonNode node, String type, String at) {
        if (type.startsWith("*")) {
            require(node.isArray(), at, "a list", node);
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(elements::add);
            for (int i = 0; i < elements.size(); i++) {
                check(elements.get(i), type.substring(1), at + "[" + i + "]");
            }
        } else if (type.startsWith("%")) {
            require(node.isObject(), at, "a map", node);
            node.properties().forEach(each -> check(each.getValue(), type.substring(1), at + "." + each.getKey()));
        } else if (TYPES.containsKey(type)) {
            message(node, type, at);
        } else {
            require(isScalar(node, type), at, type, node);
        }
    }

    private void message(JsonNode node, String type, String at) {
        require(node.isObject(), at, type, node);
        Map<String, Field> fields = Objects.requireNonNull(TYPES.get(type));
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            Field field = fields.get(each.getKey());
            if (field == null) {
                throw new AssertionError("unknown field \"" + each.getKey() + "\" in " + at);
            }
            check(each.getValue(), field.type, at + "." + each.getKey());
        }
        fields.forEach((name, field) -> require(!field.required || node.has(name), at, "a field " + name, node));
        if (type.equals("Value")) {
            require(node.size() <= 1, at, "one value", node);
        }
        if (type.equals("Attribute") && at.contains("].spans[")) {
            oneKind(node, at);
        }
    }

    /// Grafana makes one column of a key, and breaks down on text in a column of numbers.
    private void oneKind(JsonNode attribute, String at) {
        JsonNode value = attribute.get("value");
        boolean number = value.has("intValue") || value.has("doubleValue");
        Boolean before = kinds.putIfAbsent(attribute.get("key").asText(), !number);
        require(before == null || before == !number, at, "the kind it has elsewhere", attribute);
    }

    private static boolean isScalar(JsonNode node, String type) {
        return switch (type) {
            case "text" -> node.isTextual();
            case "bool" -> node.isBoolean();
            case "int32" -> node.isInt() || node.isLong() && node.longValue() < 1L << 32;
            case "int64" ->
                node.isIntegralNumber() || node.isTextual() && node.asText().matches("-?[0-9]{1,20}");
            case "double" ->
                node.isNumber() || node.isTextual() && node.asText().matches("NaN|-?Infinity");
            default -> throw new AssertionError("no type " + type);
        };
    }

    private static void require(boolean met, String at, String expected, JsonNode found) {
        if (!met) {
            throw new AssertionError(at + ": expected " + expected + ", got " + found);
        }
    }
}

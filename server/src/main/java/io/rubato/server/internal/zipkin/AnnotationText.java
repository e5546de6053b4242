package io.rubato.server.internal.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import zipkin2.Annotation;

/// Events as annotations: the name alone, or `"name":{"key":value}` where the event has attributes, as OpenTelemetry
/// writes it. Source: <https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#events>
final class AnnotationText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AnnotationText() {}

    static String of(Event event) {
        if (event.attributes().isEmpty()) {
            return event.name();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeFieldName(event.name());
            Values.object(out, event.attributes());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.getBuffer().substring(1, text.getBuffer().length() - 1);
    }

    static Event event(Annotation annotation) {
        long nanos = annotation.timestamp() * 1_000;
        String text = annotation.value();
        Event structured = text.startsWith("\"") ? structured(text, nanos) : null;
        return structured == null ? new Event(text, nanos, List.of()) : structured;
    }

    private static @Nullable Event structured(String text, long nanos) {
        JsonNode root;
        try {
            root = JSON.readTree("{" + text + "}");
        } catch (JsonProcessingException e) {
            return UnescapedJson.event(text, nanos);
        }
        if (root.size() != 1) {
            return null;
        }
        Map.Entry<String, JsonNode> only = root.properties().iterator().next();
        if (!only.getValue().isObject()) {
            return null;
        }
        List<Attribute> attributes = new ArrayList<>();
        only.getValue()
                .properties()
                .forEach(each -> attributes.add(new Attribute(each.getKey(), value(each.getValue()))));
        Event event = new Event(only.getKey(), nanos, attributes);
        // What would not come out as it came in stays text.
        return of(event).equals(text) ? event : null;
    }

    private static AttributeValue value(JsonNode node) {
        if (node.isTextual()) {
            return new AttributeValue.Text(node.textValue());
        }
        if (node.isBoolean()) {
            return new AttributeValue.Bool(node.booleanValue());
        }
        if (node.isIntegralNumber()) {
            return new AttributeValue.Int(node.longValue());
        }
        if (node.isNumber()) {
            return new AttributeValue.Real(node.doubleValue());
        }
        if (node.isArray()) {
            List<AttributeValue> values = new ArrayList<>();
            node.forEach(each -> values.add(value(each)));
            return new AttributeValue.Array(values);
        }
        return new AttributeValue.Empty();
    }
}

package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.util.List;

/// Attributes in the JSON of protobuf: `{"key":"foo","value":{"stringValue":"bar"}}`.
final class AttributeJson {
    private AttributeJson() {}

    static void write(JsonGenerator out, String name, List<Attribute> attributes) throws IOException {
        if (!attributes.isEmpty()) {
            out.writeFieldName(name);
            list(out, attributes);
        }
    }

    private static void list(JsonGenerator out, List<Attribute> attributes) throws IOException {
        out.writeStartArray();
        for (Attribute attribute : attributes) {
            out.writeStartObject();
            Json.textField(out, "key", attribute.key());
            out.writeFieldName("value");
            value(out, attribute.value());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void value(JsonGenerator out, AttributeValue value) throws IOException {
        out.writeStartObject();
        switch (value) {
            case AttributeValue.Text text -> out.writeStringField("stringValue", text.value());
            case AttributeValue.Bool bool -> out.writeBooleanField("boolValue", bool.value());
            case AttributeValue.Int number -> out.writeStringField("intValue", Long.toString(number.value()));
            case AttributeValue.Real real -> real(out, real.value());
            case AttributeValue.Bytes bytes -> out.writeBinaryField("bytesValue", bytes.value());
            case AttributeValue.Array array -> {
                out.writeObjectFieldStart("arrayValue");
                out.writeArrayFieldStart("values");
                for (AttributeValue each : array.values()) {
                    value(out, each);
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            case AttributeValue.KeyValues pairs -> {
                out.writeObjectFieldStart("kvlistValue");
                out.writeFieldName("values");
                list(out, pairs.values());
                out.writeEndObject();
            }
            case AttributeValue.Empty empty -> {}
        }
        out.writeEndObject();
    }

    private static void real(JsonGenerator out, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField("doubleValue", value);
        } else {
            out.writeStringField("doubleValue", Double.toString(value));
        }
    }
}

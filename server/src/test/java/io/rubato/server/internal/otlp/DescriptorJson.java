package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The JSON of a message of the generated classes, by their descriptors: slow, and knowing nothing of the schema that
/// the product uses.
final class DescriptorJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> ALWAYS = Set.of("ResourceSpans.resource", "ScopeSpans.scope", "Span.status");

    private final JsonDialect dialect;

    DescriptorJson(JsonDialect dialect) {
        this.dialect = dialect;
    }

    ObjectNode object(Message message) {
        ObjectNode object = NODES.objectNode();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            String name = field.getJsonName();
            if (field.isRepeated()) {
                List<?> values = (List<?>) message.getField(field);
                if (!values.isEmpty()) {
                    ArrayNode array = object.putArray(name);
                    values.forEach(value -> array.add(value(field, value)));
                }
            } else if (message.hasField(field)) {
                object.set(name, value(field, message.getField(field)));
            } else if (ALWAYS.contains(field.getContainingType().getName() + "." + field.getName())) {
                object.putObject(name);
            }
        }
        return object;
    }

    private JsonNode value(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case MESSAGE -> object((Message) value);
            case STRING -> NODES.textNode((String) value);
            case BYTES -> NODES.textNode(bytes(field, ((ByteString) value).toByteArray()));
            case BOOL -> NODES.booleanNode((Boolean) value);
            case INT32 -> NODES.numberNode((long) (Integer) value);
            case UINT32, FIXED32 -> NODES.numberNode(Integer.toUnsignedLong((Integer) value));
            case INT64 -> NODES.textNode(value.toString());
            case FIXED64 -> NODES.textNode(Long.toUnsignedString((Long) value));
            case DOUBLE -> decimal((Double) value);
            case ENUM -> symbol((EnumValueDescriptor) value);
            default -> throw new IllegalStateException("OTLP has no " + field.getType());
        };
    }

    private String bytes(FieldDescriptor field, byte[] bytes) {
        boolean hex = dialect == JsonDialect.OTLP && field.getName().endsWith("_id");
        return hex ? HexFormat.of().formatHex(bytes) : Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonNode decimal(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.textNode(Double.toString(value));
    }

    private JsonNode symbol(EnumValueDescriptor value) {
        boolean known = value.getIndex() >= 0;
        return dialect == JsonDialect.TRACE_API && known
                ? NODES.textNode(value.getName())
                : NODES.numberNode((long) value.getNumber());
    }
}

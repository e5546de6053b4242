package io.rubato.server.internal.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Values of attributes: from protobuf, to plain JSON and to text.
public final class Values {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Values() {}

    static Attribute attribute(Fields in) throws MalformedOtlpException {
        String[] key = {""};
        AttributeValue[] value = {new AttributeValue.Empty()};
        in.each((number, field) -> {
            switch (number) {
                case 1 -> key[0] = field.text();
                case 2 -> value[0] = value(field.message());
                default -> {}
            }
        });
        return new Attribute(key[0], value[0]);
    }

    private static AttributeValue value(Fields in) throws MalformedOtlpException {
        AttributeValue[] value = {new AttributeValue.Empty()};
        in.each((number, field) -> {
            switch (number) {
                case 1 -> value[0] = new AttributeValue.Text(field.text());
                case 2 -> value[0] = new AttributeValue.Bool(field.number() != 0);
                case 3 -> value[0] = new AttributeValue.Int(field.number());
                case 4 -> value[0] = new AttributeValue.Real(Double.longBitsToDouble(field.number()));
                case 5 -> value[0] = array(field.message());
                case 6 -> value[0] = pairs(field.message());
                case 7 -> value[0] = new AttributeValue.Bytes(field.array());
                default -> {}
            }
        });
        return value[0];
    }

    private static AttributeValue array(Fields in) throws MalformedOtlpException {
        List<AttributeValue> values = new ArrayList<>();
        in.each((number, field) -> values.add(value(field.message())));
        return new AttributeValue.Array(values);
    }

    private static AttributeValue pairs(Fields in) throws MalformedOtlpException {
        List<Attribute> pairs = new ArrayList<>();
        in.each((number, field) -> pairs.add(attribute(field.message())));
        return new AttributeValue.KeyValues(pairs);
    }

    /// `{"key": value, ...}` with the values as JSON has them.
    public static void object(JsonGenerator out, List<Attribute> attributes) throws IOException {
        out.writeStartObject();
        for (Attribute attribute : attributes) {
            out.writeFieldName(attribute.key());
            write(out, attribute.value());
        }
        out.writeEndObject();
    }

    public static void write(JsonGenerator out, AttributeValue value) throws IOException {
        switch (value) {
            case AttributeValue.Text text -> out.writeString(text.value());
            case AttributeValue.Bool bool -> out.writeBoolean(bool.value());
            case AttributeValue.Int number -> out.writeNumber(number.value());
            case AttributeValue.Real real -> {
                if (Double.isFinite(real.value())) {
                    out.writeNumber(real.value());
                } else {
                    out.writeString(Double.toString(real.value()));
                }
            }
            case AttributeValue.Bytes bytes -> out.writeBinary(bytes.value());
            case AttributeValue.Array array -> {
                out.writeStartArray();
                for (AttributeValue each : array.values()) {
                    write(out, each);
                }
                out.writeEndArray();
            }
            case AttributeValue.KeyValues pairs -> object(out, pairs.values());
            case AttributeValue.Empty empty -> out.writeNull();
        }
    }

    /// A value as text: scalars as they are written, bytes in base64, arrays and lists as JSON.
    public static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> text.value();
            case AttributeValue.Bool bool -> Boolean.toString(bool.value());
            case AttributeValue.Int number -> Long.toString(number.value());
            case AttributeValue.Real real -> Double.toString(real.value());
            case AttributeValue.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.value());
            case AttributeValue.Array array -> json(array);
            case AttributeValue.KeyValues pairs -> json(pairs);
            case AttributeValue.Empty empty -> "";
        };
    }

    private static String json(AttributeValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}

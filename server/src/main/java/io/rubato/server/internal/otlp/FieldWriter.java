package io.rubato.server.internal.otlp;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;

/// Writes fields of protobuf messages, and OTLP's attributes; what has its zero value is left out. Not thread-safe.
public class FieldWriter {
    private final ProtobufWriter out = new ProtobufWriter(1_024);

    /// Writes the fields of a message.
    @FunctionalInterface
    public interface Fields {
        void write();
    }

    public int size() {
        return out.size();
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    public void text(int number, String value) {
        if (!value.isEmpty()) {
            element(number, value);
        }
    }

    /// Text that is there even when it is empty.
    public void element(int number, String value) {
        out.tag(number, ProtobufReader.LENGTH);
        out.string(value);
    }

    public void number(int number, long value) {
        if (value != 0) {
            out.tag(number, ProtobufReader.VARINT);
            out.varint(value);
        }
    }

    public void real(int number, double value) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits != 0) {
            out.tag(number, ProtobufReader.FIXED64);
            out.fixed64(bits);
        }
    }

    public void message(int number, Fields fields) {
        out.tag(number, ProtobufReader.LENGTH);
        int start = out.begin();
        fields.write();
        out.end(start);
    }

    public void attributes(int number, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            message(number, () -> {
                text(1, attribute.key());
                message(2, () -> value(attribute.value()));
            });
        }
    }

    private void value(AttributeValue value) {
        switch (value) {
            case AttributeValue.Text text -> element(1, text.value());
            case AttributeValue.Bool bool -> {
                out.tag(2, ProtobufReader.VARINT);
                out.varint(bool.value() ? 1 : 0);
            }
            case AttributeValue.Int number -> {
                out.tag(3, ProtobufReader.VARINT);
                out.varint(number.value());
            }
            case AttributeValue.Real real -> fixed(4, Double.doubleToRawLongBits(real.value()));
            case AttributeValue.Array array ->
                message(5, () -> array.values().forEach(each -> message(1, () -> value(each))));
            case AttributeValue.KeyValues pairs -> message(6, () -> attributes(1, pairs.values()));
            case AttributeValue.Bytes bytes -> {
                out.tag(7, ProtobufReader.LENGTH);
                out.bytes(bytes.value());
            }
            case AttributeValue.Empty empty -> {}
        }
    }

    /// Eight bytes that are there even when they are zero.
    public void fixed(int number, long value) {
        out.tag(number, ProtobufReader.FIXED64);
        out.fixed64(value);
    }

    public void bytes(int number, byte[] value) {
        if (value.length > 0) {
            out.tag(number, ProtobufReader.LENGTH);
            out.bytes(value);
        }
    }
}

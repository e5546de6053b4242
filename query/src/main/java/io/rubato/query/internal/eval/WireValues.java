package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads stored OTLP messages: `AnyValue`, `ArrayValue`, `KeyValueList` and `KeyValue`
/// (opentelemetry/proto/common/v1/common.proto). They were checked when they were taken in.
final class WireValues {
    private static final AttributeValue EMPTY = new AttributeValue.Empty();
    private final ByteBuffer bytes;

    private WireValues(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The value of a serialized `KeyValue` if it has that key.
    static Optional<Value> attribute(byte[] keyValue, String key) {
        Attribute attribute = attribute(keyValue);
        return attribute.key().equals(key) ? Optional.of(Value.of(attribute.value())) : Optional.empty();
    }

    static Attribute attribute(byte[] keyValue) {
        return new WireValues(ByteBuffer.wrap(keyValue)).keyValue();
    }

    static AttributeValue.Array array(byte[] arrayValue) {
        return new WireValues(ByteBuffer.wrap(arrayValue)).elements();
    }

    static AttributeValue.KeyValues list(byte[] keyValueList) {
        return new WireValues(ByteBuffer.wrap(keyValueList)).members();
    }

    private AttributeValue.Array elements() {
        List<AttributeValue> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int tag = (int) varint();
            if (tag == (1 << 3 | 2)) {
                values.add(new WireValues(slice()).any());
            } else {
                skip(tag);
            }
        }
        return new AttributeValue.Array(values);
    }

    private AttributeValue.KeyValues members() {
        List<Attribute> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int tag = (int) varint();
            if (tag == (1 << 3 | 2)) {
                values.add(new WireValues(slice()).keyValue());
            } else {
                skip(tag);
            }
        }
        return new AttributeValue.KeyValues(values);
    }

    private Attribute keyValue() {
        String key = "";
        AttributeValue value = EMPTY;
        while (bytes.hasRemaining()) {
            int tag = (int) varint();
            if (tag == (1 << 3 | 2)) {
                key = text();
            } else if (tag == (2 << 3 | 2)) {
                value = new WireValues(slice()).any();
            } else {
                skip(tag);
            }
        }
        return new Attribute(key, value);
    }

    private AttributeValue any() {
        AttributeValue value = EMPTY;
        while (bytes.hasRemaining()) {
            int tag = (int) varint();
            switch (tag) {
                case 1 << 3 | 2 -> value = new AttributeValue.Text(text());
                case 2 << 3 -> value = new AttributeValue.Bool(varint() != 0);
                case 3 << 3 -> value = new AttributeValue.Int(varint());
                case 4 << 3 | 1 -> value = new AttributeValue.Real(bytes.getDouble());
                case 5 << 3 | 2 -> value = new WireValues(slice()).elements();
                case 6 << 3 | 2 -> value = new WireValues(slice()).members();
                case 7 << 3 | 2 -> value = new AttributeValue.Bytes(raw());
                default -> skip(tag);
            }
        }
        return value;
    }

    private String text() {
        return new String(raw(), StandardCharsets.UTF_8);
    }

    private byte[] raw() {
        ByteBuffer part = slice();
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        return copy;
    }

    private ByteBuffer slice() {
        int length = (int) varint();
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                break;
            }
        }
        return value;
    }

    private void skip(int tag) {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> bytes.position(bytes.position() + 8);
            case 2 -> slice();
            case 5 -> bytes.position(bytes.position() + 4);
            default ->
                throw new IllegalStateException("stored value: wire type " + (tag & 7) + " (expected: 0 to 2, 5)");
        }
    }
}

package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.scan.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// OTLP's `AnyValue` and `KeyValue` messages (opentelemetry/proto/common/v1/common.proto).
public final class AnyValues {
    /// Deeper values are refused, so that no reader needs a deep stack.
    public static final int MAX_NESTING = 64;

    private static final int STRING = 1 << 3 | Wire.LENGTH;
    private static final int BOOL = 2 << 3 | Wire.VARINT;
    private static final int INT = 3 << 3 | Wire.VARINT;
    private static final int DOUBLE = 4 << 3 | Wire.FIXED64;
    private static final int ARRAY = 5 << 3 | Wire.LENGTH;
    private static final int KVLIST = 6 << 3 | Wire.LENGTH;
    private static final int BYTES = 7 << 3 | Wire.LENGTH;
    private static final int ELEMENT = 1 << 3 | Wire.LENGTH;

    private AnyValues() {}

    /// Reads a length-prefixed text.
    static String text(Wire wire) {
        int length = wire.length();
        String text = new String(wire.bytes(), wire.position(), length, StandardCharsets.UTF_8);
        wire.advance(length);
        return text;
    }

    /// Reads a length-prefixed `KeyValue`.
    static Attribute attribute(Wire wire) {
        return attribute(wire, 0);
    }

    /// Decodes a `KeyValue` of which only the bytes are kept, as in the residue column.
    public static Attribute attribute(byte[] bytes, int offset, int length) {
        return attributeFields(new Wire().on(bytes, offset, length), 0);
    }

    private static Attribute attribute(Wire wire, int depth) {
        int outer = wire.enter(wire.length());
        Attribute attribute = attributeFields(wire, depth);
        wire.leave(outer);
        return attribute;
    }

    private static Attribute attributeFields(Wire wire, int depth) {
        String key = "";
        AttributeValue value = new AttributeValue.Empty();
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case 1 << 3 | Wire.LENGTH -> key = text(wire);
                case 2 << 3 | Wire.LENGTH -> value = value(wire, depth);
                default -> wire.skip(tag);
            }
        }
        return new Attribute(key, value);
    }

    private static AttributeValue value(Wire wire, int depth) {
        checkDepth(depth, wire);
        int outer = wire.enter(wire.length());
        AttributeValue value = new AttributeValue.Empty();
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case STRING -> value = new AttributeValue.Text(text(wire));
                case BOOL -> value = new AttributeValue.Bool(wire.varint() != 0);
                case INT -> value = new AttributeValue.Int(wire.varint());
                case DOUBLE -> value = new AttributeValue.Real(Double.longBitsToDouble(wire.fixed64()));
                case ARRAY -> value = array(wire, depth + 1);
                case KVLIST -> value = keyValues(wire, depth + 1);
                case BYTES -> value = bytes(wire);
                default -> wire.skip(tag);
            }
        }
        wire.leave(outer);
        return value;
    }

    private static AttributeValue bytes(Wire wire) {
        int length = wire.length();
        byte[] copy = Arrays.copyOfRange(wire.bytes(), wire.position(), wire.position() + length);
        wire.advance(length);
        return new AttributeValue.Bytes(copy);
    }

    private static AttributeValue array(Wire wire, int depth) {
        int outer = wire.enter(wire.length());
        AttributeValue array = arrayFields(wire, depth);
        wire.leave(outer);
        return array;
    }

    private static AttributeValue arrayFields(Wire wire, int depth) {
        List<AttributeValue> values = new ArrayList<>();
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == ELEMENT) {
                values.add(value(wire, depth));
            } else {
                wire.skip(tag);
            }
        }
        return new AttributeValue.Array(List.copyOf(values));
    }

    private static AttributeValue keyValues(Wire wire, int depth) {
        int outer = wire.enter(wire.length());
        AttributeValue list = keyValueFields(wire, depth);
        wire.leave(outer);
        return list;
    }

    private static AttributeValue keyValueFields(Wire wire, int depth) {
        List<Attribute> values = new ArrayList<>();
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == ELEMENT) {
                values.add(attribute(wire, depth));
            } else {
                wire.skip(tag);
            }
        }
        return new AttributeValue.KeyValues(List.copyOf(values));
    }

    /// Decodes the stored bytes of a coded column's value: text, bytes, a serialized `ArrayValue` or
    /// `KeyValueList`.
    ///
    /// @throws IllegalArgumentException for a type that is not coded, and for the residue, whose values
    ///     have keys
    public static AttributeValue decode(ValueType type, byte[] value) {
        return switch (type) {
            case STRING -> new AttributeValue.Text(new String(value, StandardCharsets.UTF_8));
            case BYTES -> new AttributeValue.Bytes(value);
            case ARRAY -> arrayFields(new Wire().on(value, 0, value.length), 1);
            case KVLIST -> keyValueFields(new Wire().on(value, 0, value.length), 1);
            case BOOL, INT, DOUBLE, EMPTY, RESIDUE ->
                throw new IllegalArgumentException("value type: " + type + " (expected: a coded type with one value)");
        };
    }

    /// Walks an `AnyValue`'s fields to the end of the present message; throws when it is malformed or too
    /// deep.
    public static void check(Wire wire, int depth) {
        checkDepth(depth, wire);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == ARRAY || tag == KVLIST) {
                int outer = wire.enter(wire.length());
                checkElements(wire, tag == KVLIST, depth + 1);
                wire.leave(outer);
            } else {
                wire.skip(tag);
            }
        }
    }

    /// Walks the elements of an `ArrayValue` or a `KeyValueList`.
    public static void checkElements(Wire wire, boolean keyValues, int depth) {
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag != ELEMENT) {
                wire.skip(tag);
                continue;
            }
            int outer = wire.enter(wire.length());
            if (keyValues) {
                checkKeyValue(wire, depth);
            } else {
                check(wire, depth);
            }
            wire.leave(outer);
        }
    }

    private static void checkKeyValue(Wire wire, int depth) {
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == (2 << 3 | Wire.LENGTH)) {
                int outer = wire.enter(wire.length());
                check(wire, depth);
                wire.leave(outer);
            } else {
                wire.skip(tag);
            }
        }
    }

    private static void checkDepth(int depth, Wire wire) {
        if (depth > MAX_NESTING) {
            throw new MalformedException("a value nested deeper than " + MAX_NESTING + " levels", wire.position());
        }
    }
}

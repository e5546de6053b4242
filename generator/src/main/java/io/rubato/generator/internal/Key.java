package io.rubato.generator.internal;

import java.nio.charset.StandardCharsets;

/// An attribute's key, encoded once, and the writers of whole `KeyValue` messages with it. The field
/// number says what the attribute belongs to: 9 in a span, 3 in an event or a scope, 4 in a link, 1 in
/// a resource.
final class Key {
    static final int OF_RESOURCE = 1;
    static final int OF_SCOPE = 3;
    static final int OF_EVENT = 3;
    static final int OF_LINK = 4;
    static final int OF_SPAN = 9;

    private final byte[] encoded;

    Key(String name) {
        ProtoBuffer out = new ProtoBuffer(name.length() + 4);
        out.bytesField(1, name.getBytes(StandardCharsets.UTF_8));
        encoded = out.toBytes();
    }

    void text(ProtoBuffer out, int field, byte[] value) {
        int inner = 1 + ProtoBuffer.varintSize(value.length) + value.length;
        head(out, field, inner);
        out.bytesField(1, value);
    }

    void text(ProtoBuffer out, int field, ProtoBuffer value) {
        int inner = 1 + ProtoBuffer.varintSize(value.size()) + value.size();
        head(out, field, inner);
        out.bytesField(1, value);
    }

    void flag(ProtoBuffer out, int field, boolean value) {
        head(out, field, 2);
        out.varintField(2, value ? 1 : 0);
    }

    void integer(ProtoBuffer out, int field, long value) {
        head(out, field, 1 + ProtoBuffer.varintSize(value));
        out.varintField(3, value);
    }

    void real(ProtoBuffer out, int field, double value) {
        head(out, field, 9);
        out.fixed64Field(4, Double.doubleToRawLongBits(value));
    }

    /// An array of texts.
    void texts(ProtoBuffer out, int field, byte[]... values) {
        int length = 0;
        for (byte[] value : values) {
            int element = 1 + ProtoBuffer.varintSize(value.length) + value.length;
            length += 1 + ProtoBuffer.varintSize(element) + element;
        }
        head(out, field, 1 + ProtoBuffer.varintSize(length) + length);
        out.lengthField(5, length);
        for (byte[] value : values) {
            out.lengthField(1, 1 + ProtoBuffer.varintSize(value.length) + value.length);
            out.bytesField(1, value);
        }
    }

    private void head(ProtoBuffer out, int field, int valueLength) {
        int value = 1 + ProtoBuffer.varintSize(valueLength) + valueLength;
        out.lengthField(field, encoded.length + value);
        out.raw(encoded);
        out.lengthField(2, valueLength);
    }
}

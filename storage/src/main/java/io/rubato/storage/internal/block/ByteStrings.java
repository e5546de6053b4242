package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import java.util.Arrays;

/// A dictionary read from a block: byte strings one after another. Immutable.
record ByteStrings(byte[] bytes, int[] ends) implements Dictionary {
    private static final ByteStrings NONE = new ByteStrings(new byte[0], new int[0]);

    static ByteStrings empty() {
        return NONE;
    }

    /// Writes strings given as one array and their lengths.
    static void write(ByteSink strings, int[] lengths, int count, Ints ints, ByteSink sink) {
        sink.varint(count);
        ints.write(lengths, count, sink);
        sink.varint(strings.size());
        if (strings.size() > 0) {
            writeBytes(strings, sink);
        }
    }

    private static void writeBytes(ByteSink strings, ByteSink sink) {
        int limit = strings.size() - strings.size() / 16 - 8;
        int mark = sink.size();
        if (limit > 16) {
            sink.put(1);
            sink.fixed32(0);
            int size = Zstandard.compress(strings.bytes(), 0, strings.size(), limit, sink);
            if (size >= 0) {
                int end = sink.size();
                sink.truncate(mark + 1);
                sink.fixed32(size);
                sink.truncate(end);
                return;
            }
            sink.truncate(mark);
        }
        sink.put(0);
        sink.put(strings.bytes(), 0, strings.size());
    }

    static ByteStrings read(Wire wire, Ints ints) {
        int count = Chunks.checkCount(wire.varint());
        int[] ends = ints.read(wire, count);
        for (int i = 1; i < count; i++) {
            ends[i] += ends[i - 1];
        }
        int size = Chunks.checkSize(wire.varint());
        byte[] bytes = new byte[size];
        if (size > 0) {
            if (wire.varint() == 1) {
                int length = wire.fixed32();
                wire.advance(length);
                Zstandard.decompress(wire.bytes(), wire.position() - length, length, bytes, size);
            } else {
                wire.advance(size);
                System.arraycopy(wire.bytes(), wire.position() - size, bytes, 0, size);
            }
        }
        return new ByteStrings(bytes, ends);
    }

    private int start(int code) {
        return code == 0 ? 0 : ends[code - 1];
    }

    @Override
    public int size() {
        return ends.length;
    }

    @Override
    public int length(int code) {
        return ends[code] - start(code);
    }

    @Override
    public byte[] value(int code) {
        return Arrays.copyOfRange(bytes, start(code), ends[code]);
    }

    @Override
    public Bits matching(BytesTest test) {
        Bits bits = new Bits(ends.length);
        int start = 0;
        for (int code = 0; code < ends.length; code++) {
            if (test.test(bytes, start, ends[code] - start)) {
                bits.set(code);
            }
            start = ends[code];
        }
        return bits;
    }

    @Override
    public Bits equal(byte[] value) {
        Bits bits = new Bits(ends.length);
        int start = 0;
        for (int code = 0; code < ends.length; code++) {
            if (ends[code] - start == value.length && Arrays.equals(bytes, start, ends[code], value, 0, value.length)) {
                bits.set(code);
            }
            start = ends[code];
        }
        return bits;
    }

    /// Memory held, bytes.
    long size64() {
        return bytes.length + 4L * ends.length + 64;
    }
}

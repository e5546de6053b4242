package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;

/// Runs of non-negative ints, codes mostly: constant, bit-packed above their minimum, or in byte planes,
/// whichever is smallest. Reuses its buffers; not thread-safe.
final class Ints {
    private static final int CONSTANT = 0;
    private static final int PACKED = 1;
    private static final int PLANES = 2;

    private byte[] plane = {};

    /// Writes the first `count` of `values`; the reader must know the count.
    void write(int[] values, int count, ByteSink sink) {
        if (count == 0) {
            return;
        }
        int min = values[0];
        int max = values[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        if (min == max) {
            sink.put(CONSTANT);
            sink.varint(min);
            return;
        }
        int width = 32 - Integer.numberOfLeadingZeros(max - min);
        int mark = sink.size();
        writePlanes(values, count, min, width, sink);
        long packedSize = ((long) count * width + 7) / 8 + 4;
        if (sink.size() - mark > packedSize - packedSize / 16) {
            sink.truncate(mark);
            writePacked(values, count, min, width, sink);
        }
    }

    private void writePlanes(int[] values, int count, int min, int width, ByteSink sink) {
        sink.put(PLANES);
        sink.varint(min);
        int planes = (width + 7) / 8;
        sink.put(planes);
        byte[] bytes = plane(count);
        for (int at = 0; at < planes; at++) {
            int shift = 8 * at;
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) (values[i] - min >>> shift);
            }
            Planes.write(bytes, count, sink);
        }
    }

    private static void writePacked(int[] values, int count, int min, int width, ByteSink sink) {
        sink.put(PACKED);
        sink.varint(min);
        sink.put(width);
        long word = 0;
        int used = 0;
        for (int i = 0; i < count; i++) {
            long value = values[i] - min & 0xFFFF_FFFFL;
            word |= value << used;
            used += width;
            if (used >= 64) {
                sink.fixed64(word);
                used -= 64;
                word = used == 0 ? 0 : value >>> width - used;
            }
        }
        if (used > 0) {
            sink.fixed64(word);
        }
    }

    private byte[] plane(int count) {
        if (plane.length < count) {
            plane = new byte[Math.max(count, 8192)];
        }
        return plane;
    }

    static String kindName(int kind) {
        return switch (kind) {
            case CONSTANT -> "constant";
            case PACKED -> "bit-packed";
            case PLANES -> "byte planes";
            default -> "unknown kind " + kind;
        };
    }

    /// Reads `count` ints that [#write] wrote.
    int[] read(Wire wire, int count) {
        int[] values = new int[count];
        if (count == 0) {
            return values;
        }
        int kind = (int) wire.varint();
        int min = (int) wire.varint();
        switch (kind) {
            case CONSTANT -> java.util.Arrays.fill(values, min);
            case PACKED -> readPacked(wire, values, min);
            case PLANES -> readPlanes(wire, values, min);
            default -> throw new DamagedException("ints of kind " + kind);
        }
        return values;
    }

    private static void readPacked(Wire wire, int[] values, int min) {
        int width = (int) wire.varint();
        if (width < 1 || width > 32) {
            throw new DamagedException("ints of " + width + " bits");
        }
        int words = (int) (((long) values.length * width + 63) / 64);
        wire.advance(words * 8);
        byte[] bytes = wire.bytes();
        int base = wire.position() - words * 8;
        long mask = -1L >>> 64 - width;
        // From the byte a value starts in, eight hold all of it; so many must be left.
        int whole = (int) Math.min(values.length, Math.max(0, (words * 64L - 64) / width));
        long bit = 0;
        for (int i = 0; i < whole; i++, bit += width) {
            long value = Wire.littleEndian(bytes, base + (int) (bit >>> 3)) >>> (bit & 7);
            values[i] = min + (int) (value & mask);
        }
        for (int i = whole; i < values.length; i++, bit += width) {
            int word = base + (int) (bit >>> 6 << 3);
            int shift = (int) bit & 63;
            long value = Wire.littleEndian(bytes, word) >>> shift;
            if (shift + width > 64) {
                value |= Wire.littleEndian(bytes, word + 8) << 64 - shift;
            }
            values[i] = min + (int) (value & mask);
        }
    }

    private void readPlanes(Wire wire, int[] values, int min) {
        int planes = (int) wire.varint();
        if (planes < 1 || planes > 4) {
            throw new DamagedException("ints of " + planes + " planes");
        }
        byte[] bytes = plane(values.length);
        for (int at = 0; at < planes; at++) {
            Planes.read(wire, bytes, values.length);
            int shift = 8 * at;
            if (at == 0) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = min + (bytes[i] & 0xff);
                }
            } else {
                for (int i = 0; i < values.length; i++) {
                    values[i] += (bytes[i] & 0xff) << shift;
                }
            }
        }
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import java.util.Arrays;

/// Runs of longs: constant, codes of few distinct values, or byte planes above the minimum. Reuses its
/// buffers, which it makes when they are needed; not thread-safe.
final class Longs {
    private static final int CONSTANT = 0;
    private static final int CODED = 1;
    private static final int PLANES = 2;
    private static final int MAX_DISTINCT = 128;

    private final Ints ints = new Ints();
    private long[] distinct = {};
    private int[] table = {};
    private int[] codes = {};
    private byte[] plane = {};
    private int distinctCount;

    /// Writes the first `count` of `values`; the reader must know the count.
    void write(long[] values, int count, ByteSink sink) {
        if (count == 0) {
            return;
        }
        if (!code(values, count)) {
            writePlanes(values, count, sink);
        } else if (distinctCount == 1) {
            sink.put(CONSTANT);
            sink.fixed64(values[0]);
        } else {
            sink.put(CODED);
            sink.varint(distinctCount);
            for (int i = 0; i < distinctCount; i++) {
                sink.fixed64(distinct[i]);
            }
            ints.write(codes, count, sink);
        }
    }

    /// Gives each value a code; false when there are too many, which is seen early.
    private boolean code(long[] values, int count) {
        if (table.length == 0) {
            distinct = new long[MAX_DISTINCT];
            table = new int[4 * MAX_DISTINCT];
        }
        Arrays.fill(table, 0);
        distinctCount = 0;
        int limit = Math.min(MAX_DISTINCT, Math.max(1, count / 4));
        if (codes.length < count) {
            codes = new int[Math.max(count, 8192)];
        }
        int mask = table.length - 1;
        for (int i = 0; i < count; i++) {
            long value = values[i];
            int slot = (int) (value * 0x9E3779B97F4A7C15L >>> 40) & mask;
            int entry;
            while ((entry = table[slot]) != 0 && distinct[entry - 1] != value) {
                slot = (slot + 1) & mask;
            }
            if (entry == 0) {
                if (distinctCount == limit) {
                    return false;
                }
                distinct[distinctCount++] = value;
                entry = distinctCount;
                table[slot] = entry;
            }
            codes[i] = entry - 1;
        }
        return true;
    }

    private void writePlanes(long[] values, int count, ByteSink sink) {
        long min = values[0];
        long max = values[0];
        for (int i = 1; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        int planes = (64 - Long.numberOfLeadingZeros(max - min) + 7) / 8;
        sink.put(PLANES);
        sink.fixed64(min);
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

    private byte[] plane(int count) {
        if (plane.length < count) {
            plane = new byte[Math.max(count, 8192)];
        }
        return plane;
    }

    static String kindName(int kind) {
        return switch (kind) {
            case CONSTANT -> "constant";
            case CODED -> "few values, coded";
            case PLANES -> "byte planes";
            default -> "unknown kind " + kind;
        };
    }

    /// Reads `count` longs that [#write] wrote.
    long[] read(Wire wire, int count) {
        long[] values = new long[count];
        if (count == 0) {
            return values;
        }
        int kind = (int) wire.varint();
        switch (kind) {
            case CONSTANT -> Arrays.fill(values, wire.fixed64());
            case CODED -> readCoded(wire, values);
            case PLANES -> readPlanes(wire, values);
            default -> throw new DamagedException("longs of kind " + kind);
        }
        return values;
    }

    private void readCoded(Wire wire, long[] values) {
        int count = (int) wire.varint();
        if (count < 1 || count > MAX_DISTINCT) {
            throw new DamagedException("longs of " + count + " distinct values");
        }
        long[] known = new long[count];
        for (int i = 0; i < count; i++) {
            known[i] = wire.fixed64();
        }
        int[] read = ints.read(wire, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = known[read[i]];
        }
    }

    private void readPlanes(Wire wire, long[] values) {
        long min = wire.fixed64();
        int planes = (int) wire.varint();
        if (planes < 1 || planes > 8) {
            throw new DamagedException("longs of " + planes + " planes");
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
                    values[i] += (bytes[i] & 0xffL) << shift;
                }
            }
        }
    }
}

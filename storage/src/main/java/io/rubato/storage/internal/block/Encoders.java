package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;

/// Encoders and buffers that the columns of one block in the making share. Not thread-safe.
final class Encoders {
    private final Ints ints = new Ints();
    private final Longs longs = new Longs();
    private final ByteSink strings = new ByteSink(65_536);
    private long[] longBuffer = new long[8192];
    private int[] intBuffer = new int[8192];

    Ints ints() {
        return ints;
    }

    Longs longs() {
        return longs;
    }

    ByteSink strings() {
        return strings;
    }

    long[] longBuffer(int count) {
        if (longBuffer.length < count) {
            longBuffer = new long[Math.max(count, longBuffer.length * 2)];
        }
        return longBuffer;
    }

    int[] intBuffer(int count) {
        if (intBuffer.length < count) {
            intBuffer = new int[Math.max(count, intBuffer.length * 2)];
        }
        return intBuffer;
    }
}

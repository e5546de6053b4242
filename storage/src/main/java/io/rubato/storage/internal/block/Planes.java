package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import java.util.Arrays;

/// Bytes of equal weight of many numbers, each plane on its own: constant, compressed, or as it is. Compressed is what
/// becomes half as large at least: to decompress a plane costs ten times what it takes to copy it.
final class Planes {
    private static final int CONSTANT = 0;
    private static final int RAW = 1;
    private static final int ZSTD = 2;
    private static final int SMALL = 32;

    private Planes() {}

    /// Writes a run of bytes in the cheapest form.
    static void write(byte[] plane, int count, ByteSink sink) {
        if (isConstant(plane, count)) {
            sink.put(CONSTANT);
            sink.put(plane[0]);
            return;
        }
        int mark = sink.size();
        int limit = count / 2 - 4;
        if (count >= SMALL && limit > 0) {
            sink.put(ZSTD);
            int lengthAt = sink.size();
            sink.reserve(4);
            sink.advance(3);
            int size = Zstandard.compress(plane, 0, count, limit, sink);
            if (size >= 0) {
                sink.bytes()[lengthAt] = (byte) size;
                sink.bytes()[lengthAt + 1] = (byte) (size >>> 8);
                sink.bytes()[lengthAt + 2] = (byte) (size >>> 16);
                return;
            }
            sink.truncate(mark);
        }
        sink.put(RAW);
        sink.put(plane, 0, count);
    }

    private static boolean isConstant(byte[] plane, int count) {
        for (int i = 1; i < count; i++) {
            if (plane[i] != plane[0]) {
                return false;
            }
        }
        return true;
    }

    /// Reads `count` bytes that [#write] wrote into `plane`.
    static void read(Wire wire, byte[] plane, int count) {
        int kind = (int) wire.varint();
        byte[] bytes = wire.bytes();
        switch (kind) {
            case CONSTANT -> {
                wire.advance(1);
                Arrays.fill(plane, 0, count, bytes[wire.position() - 1]);
            }
            case RAW -> {
                wire.advance(count);
                System.arraycopy(bytes, wire.position() - count, plane, 0, count);
            }
            case ZSTD -> {
                wire.advance(3);
                int at = wire.position();
                int size = bytes[at - 3] & 0xff | (bytes[at - 2] & 0xff) << 8 | (bytes[at - 1] & 0xff) << 16;
                wire.advance(size);
                Zstandard.decompress(bytes, at, size, plane, count);
            }
            default -> throw new DamagedException("a plane of kind " + kind);
        }
    }
}

package io.rubato.storage.internal.manifest;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Bits;

/// The traces of a block that do not count there any more, by number: the bytes, without the checksum that guards
/// them. Described in docs/storage-layout.md.
public final class DeletionVector {
    private static final int RUNS = 0;
    private static final int BITMAP = 1;

    private DeletionVector() {}

    /// The shorter of runs and a bitmap.
    public static byte[] encode(Bits dead) {
        ByteSink runs = runs(dead);
        int bitmapBytes = 1 + (dead.size() + 7 >>> 3);
        return runs.size() <= bitmapBytes ? runs.toByteArray() : bitmap(dead, bitmapBytes);
    }

    private static ByteSink runs(Bits dead) {
        ByteSink sink = new ByteSink(64);
        sink.put(RUNS);
        int end = 0;
        for (int first = dead.next(0); first >= 0; first = dead.next(end)) {
            sink.varint(first - end);
            end = first + 1;
            while (end < dead.size() && dead.get(end)) {
                end++;
            }
            sink.varint(end - first);
            if (end == dead.size()) {
                break;
            }
        }
        return sink;
    }

    private static byte[] bitmap(Bits dead, int bytes) {
        byte[] bitmap = new byte[bytes];
        bitmap[0] = BITMAP;
        for (int i = dead.next(0); i >= 0; i = dead.next(i + 1)) {
            bitmap[1 + (i >>> 3)] |= (byte) (1 << (i & 7));
        }
        return bitmap;
    }

    /// @param traces how many traces the block has
    /// @throws MalformedException when the bytes are not a vector of so many traces
    public static Bits decode(byte[] bytes, int traces) {
        Bits dead = new Bits(traces);
        Wire wire = new Wire().on(bytes, 0, bytes.length);
        int kind = (int) wire.varint();
        if (kind == RUNS) {
            long end = 0;
            while (wire.hasMore()) {
                long first = end + wire.varint();
                end = first + wire.varint();
                if (first < 0 || end <= first || end > traces) {
                    throw new MalformedException(
                            "a run of dead traces from %d to %d of %d".formatted(first, end, traces), wire.position());
                }
                dead.setRange((int) first, (int) end);
            }
            return dead;
        }
        if (kind != BITMAP || bytes.length != 1 + (traces + 7 >>> 3)) {
            throw new MalformedException(
                    "a deletion vector of kind %d with %d bytes for %d traces".formatted(kind, bytes.length, traces),
                    0);
        }
        for (int i = 0; i < traces; i++) {
            if ((bytes[1 + (i >>> 3)] & 1 << (i & 7)) != 0) {
                dead.set(i);
            }
        }
        return dead;
    }
}

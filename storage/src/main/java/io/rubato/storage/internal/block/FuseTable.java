package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;

/// Cells of 16 bits that say of a hash whether it is certainly missing and, if it is not, which label it has: 18 bits
/// a hash. A binary fuse filter (Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters", 2022)
/// whose values hold a label in the lower bits and a fingerprint in the rest. Immutable.
///
/// A key has three places, in three neighboring segments; the cells there, combined by exclusive or, are its value.
final class FuseTable {
    /// What [#label] returns for a hash that is not there.
    static final int MISSING = -1;

    private static final int CELL_BITS = 16;
    private static final int MAX_SEED = 100;

    /// After so many attempts the table gets one more segment: at some sizes few seeds succeed with fewer.
    private static final int ATTEMPTS = 2;

    private static final int MAX_SEGMENT = 1 << 18;

    private final int labelBits;
    private final int seed;
    private final int segmentLength;
    private final int segmentCount;
    private final short[] cells;

    private FuseTable(int labelBits, int seed, int segmentLength, int segmentCount, short[] cells) {
        this.labelBits = labelBits;
        this.seed = seed;
        this.segmentLength = segmentLength;
        this.segmentCount = segmentCount;
        this.cells = cells;
    }

    /// A table of hashes without labels: all have label 0.
    ///
    /// @param hashes all distinct
    static FuseTable of(long[] hashes) {
        return of(hashes, new byte[hashes.length], 0);
    }

    /// A table of hashes.
    ///
    /// @param hashes all distinct
    /// @param labels of each, from 0 to `2^labelBits - 1`
    /// @param labelBits at most 7; a hash that is not there passes with a probability of `2^(labelBits - 16)`
    static FuseTable of(long[] hashes, byte[] labels, int labelBits) {
        FuseTable table = empty(hashes.length, labelBits, 0);
        while (!table.fill(hashes, labels)) {
            if (table.seed == MAX_SEED) {
                throw new IllegalStateException("no filter for " + hashes.length + " hashes after " + MAX_SEED);
            }
            table = empty(hashes.length, labelBits, table.seed + 1);
        }
        return table;
    }

    private static FuseTable empty(int keys, int labelBits, int seed) {
        // The sizes that the authors found to succeed mostly at the first attempt.
        int length =
                keys < 2 ? 4 : Math.min(MAX_SEGMENT, 1 << (int) Math.floor(Math.log(keys) / Math.log(3.33) + 2.25));
        double factor = keys < 2 ? 1 : Math.max(1.125, 0.875 + 0.25 * Math.log(1_000_000) / Math.log(keys));
        int capacity = (int) Math.round(keys * factor);
        int segments = Math.max(1, (capacity + length - 1) / length - 2) + seed / ATTEMPTS;
        return new FuseTable(labelBits, seed, length, segments, new short[(segments + 2) * length]);
    }

    private long key(long hash) {
        return Hashing.hash(hash, seed);
    }

    private int place(long key, int which) {
        long segment = Math.multiplyHigh(key >>> 1, 2L * segmentCount);
        int first = (int) segment * segmentLength;
        int mask = segmentLength - 1;
        return switch (which) {
            case 0 -> first + (int) (key >>> 18 & mask);
            case 1 -> first + segmentLength + (int) (key >>> 36 & mask);
            default -> first + 2 * segmentLength + (int) (key & mask);
        };
    }

    private int fingerprint(long key) {
        return (int) (key ^ key >>> 32) & 0xffff >>> labelBits;
    }

    /// Repeatedly removes a key that is alone in one of its places, then sets the places in reverse order.
    private boolean fill(long[] hashes, byte[] labels) {
        int size = cells.length;
        int[] counts = new int[size];
        long[] keySums = new long[size];
        byte[] labelSums = new byte[size];
        for (int i = 0; i < hashes.length; i++) {
            long key = key(hashes[i]);
            for (int which = 0; which < 3; which++) {
                int place = place(key, which);
                counts[place]++;
                keySums[place] ^= key;
                labelSums[place] ^= labels[i];
            }
        }
        int[] alone = new int[size];
        int waiting = 0;
        for (int place = 0; place < size; place++) {
            if (counts[place] == 1) {
                alone[waiting++] = place;
            }
        }
        long[] order = new long[hashes.length];
        int[] freed = new int[hashes.length];
        int removed = 0;
        while (waiting > 0) {
            int free = alone[--waiting];
            if (counts[free] != 1) {
                continue;
            }
            long key = keySums[free];
            byte label = labelSums[free];
            order[removed] = key;
            freed[removed++] = free;
            for (int which = 0; which < 3; which++) {
                int place = place(key, which);
                if (place != free) {
                    keySums[place] ^= key;
                    labelSums[place] ^= label;
                    if (--counts[place] == 1) {
                        alone[waiting++] = place;
                    }
                }
            }
            counts[free] = 0;
        }
        for (int i = removed - 1; i >= 0; i--) {
            long key = order[i];
            int value = fingerprint(key) << labelBits | labelSums[freed[i]];
            cells[freed[i]] = 0;
            cells[freed[i]] = (short) (combined(key) ^ value);
        }
        return removed == hashes.length;
    }

    private int combined(long key) {
        return (cells[place(key, 0)] ^ cells[place(key, 1)] ^ cells[place(key, 2)]) & 0xffff;
    }

    /// The label of a hash, or [#MISSING]. A hash that is not there may have any label.
    int label(long hash) {
        long key = key(hash);
        int value = combined(key);
        return value >>> labelBits == fingerprint(key) ? value & (1 << labelBits) - 1 : MISSING;
    }

    void write(ByteSink sink) {
        sink.varint(seed);
        sink.varint(segmentLength);
        sink.varint(segmentCount);
        for (short cell : cells) {
            sink.put(cell & 0xff);
            sink.put(cell >>> 8 & 0xff);
        }
    }

    /// Reads what [#write] wrote, up to the end of the wire.
    static FuseTable read(Wire wire, int labelBits) {
        int seed = Chunks.checkCount(wire.varint());
        int length = Chunks.checkCount(wire.varint());
        int segments = Chunks.checkCount(wire.varint());
        long size = (segments + 2L) * length;
        if (Integer.bitCount(length) != 1 || segments < 1 || 2 * size != wire.end() - wire.position()) {
            throw new IllegalArgumentException("a filter of %d segments of %d in %d bytes"
                    .formatted(segments, length, wire.end() - wire.position()));
        }
        short[] cells = new short[(int) size];
        byte[] bytes = wire.bytes();
        int at = wire.position();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (short) (bytes[at + 2 * i] & 0xff | bytes[at + 2 * i + 1] << 8);
        }
        return new FuseTable(labelBits, seed, length, segments, cells);
    }

    /// Memory held, bytes, roughly.
    long size64() {
        return (long) cells.length * CELL_BITS / Byte.SIZE;
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;

/// Says which traces a block, or a group of blocks, certainly does not have, in 18 bits a trace: a binary fuse filter
/// with fingerprints of 16 bits (Graf and Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters", 2022).
/// One trace in 65,536 that is not there passes all the same. Immutable.
///
/// A key has three places, in three neighboring segments; the fingerprints there, combined by exclusive or, are its
/// own.
public final class TraceFilter {
    private static final int MAX_SEED = 100;

    /// After so many attempts the filter gets one more segment: at some sizes few seeds succeed with fewer.
    private static final int ATTEMPTS = 2;

    private static final int MAX_SEGMENT = 1 << 18;

    private final int seed;
    private final int segmentLength;
    private final int segmentCount;
    private final short[] fingerprints;

    private TraceFilter(int seed, int segmentLength, int segmentCount, short[] fingerprints) {
        this.seed = seed;
        this.segmentLength = segmentLength;
        this.segmentCount = segmentCount;
        this.fingerprints = fingerprints;
    }

    /// A filter of the first `count` ids. Ids that occur twice are allowed.
    static TraceFilter of(TraceId[] ids, int count) {
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(ids[i]);
        }
        return of(hashes);
    }

    /// A filter of ids.
    ///
    /// @param hashes of each, as [BlockSource#traceHashes()] gives them; sorted in place
    public static TraceFilter of(long[] hashes) {
        Arrays.sort(hashes);
        long[] distinct = distinct(hashes);
        TraceFilter filter = empty(distinct.length, 0);
        while (!filter.fill(distinct)) {
            if (filter.seed == MAX_SEED) {
                throw new IllegalStateException("no filter for " + distinct.length + " hashes after " + MAX_SEED);
            }
            filter = empty(distinct.length, filter.seed + 1);
        }
        return filter;
    }

    private static long[] distinct(long[] sorted) {
        long[] distinct = new long[sorted.length];
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                distinct[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    static long hash(TraceId id) {
        return Hashing.hash(id.high(), id.low());
    }

    private static TraceFilter empty(int keys, int seed) {
        // The sizes that the authors found to succeed mostly at the first attempt.
        int length =
                keys < 2 ? 4 : Math.min(MAX_SEGMENT, 1 << (int) Math.floor(Math.log(keys) / Math.log(3.33) + 2.25));
        double factor = keys < 2 ? 1 : Math.max(1.125, 0.875 + 0.25 * Math.log(1_000_000) / Math.log(keys));
        int capacity = (int) Math.round(keys * factor);
        int segments = Math.max(1, (capacity + length - 1) / length - 2) + seed / ATTEMPTS;
        return new TraceFilter(seed, length, segments, new short[(segments + 2) * length]);
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

    private static short fingerprint(long key) {
        return (short) (key ^ key >>> 32);
    }

    /// Takes away, again and again, a key that is alone in one of its places; then sets the places in reverse order.
    private boolean fill(long[] hashes) {
        int size = fingerprints.length;
        int[] counts = new int[size];
        long[] sums = new long[size];
        for (long hash : hashes) {
            long key = key(hash);
            for (int which = 0; which < 3; which++) {
                int place = place(key, which);
                counts[place]++;
                sums[place] ^= key;
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
        int taken = 0;
        while (waiting > 0) {
            int free = alone[--waiting];
            if (counts[free] != 1) {
                continue;
            }
            long key = sums[free];
            order[taken] = key;
            freed[taken++] = free;
            for (int which = 0; which < 3; which++) {
                int place = place(key, which);
                sums[place] ^= key;
                if (--counts[place] == 1) {
                    alone[waiting++] = place;
                }
            }
        }
        for (int i = taken - 1; i >= 0; i--) {
            long key = order[i];
            fingerprints[freed[i]] = 0;
            fingerprints[freed[i]] = (short) (combined(key) ^ fingerprint(key));
        }
        return taken == hashes.length;
    }

    private short combined(long key) {
        return (short) (fingerprints[place(key, 0)] ^ fingerprints[place(key, 1)] ^ fingerprints[place(key, 2)]);
    }

    /// False when the trace is certainly not among those that the filter was made of.
    public boolean mayHave(TraceId id) {
        return mayHave(hash(id));
    }

    /// The same for an id's hash, as [BlockSource#traceHashes()] gives it.
    public boolean mayHave(long hash) {
        long key = key(hash);
        return combined(key) == fingerprint(key);
    }

    void write(ByteSink sink) {
        sink.varint(seed);
        sink.varint(segmentLength);
        sink.varint(segmentCount);
        for (short fingerprint : fingerprints) {
            sink.put(fingerprint & 0xff);
            sink.put(fingerprint >>> 8 & 0xff);
        }
    }

    static TraceFilter read(Wire wire) {
        int seed = Chunks.checkCount(wire.varint());
        int length = Chunks.checkCount(wire.varint());
        int segments = Chunks.checkCount(wire.varint());
        long size = (segments + 2L) * length;
        if (Integer.bitCount(length) != 1 || segments < 1 || 2 * size != wire.end() - wire.position()) {
            throw new IllegalArgumentException("a filter of %d segments of %d in %d bytes"
                    .formatted(segments, length, wire.end() - wire.position()));
        }
        short[] fingerprints = new short[(int) size];
        byte[] bytes = wire.bytes();
        int at = wire.position();
        for (int i = 0; i < fingerprints.length; i++) {
            fingerprints[i] = (short) (bytes[at + 2 * i] & 0xff | bytes[at + 2 * i + 1] << 8);
        }
        return new TraceFilter(seed, length, segments, fingerprints);
    }

    /// Memory held, bytes, roughly.
    public long size64() {
        return 2L * fingerprints.length;
    }
}

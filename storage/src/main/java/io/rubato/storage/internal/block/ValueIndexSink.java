package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import java.util.Arrays;

/// Which morsels a value may occur in, for a column whose dictionaries are per morsel: buckets by hash, in
/// each the values' 8-bit fingerprints with their morsels. A look-up reads about [#PER_BUCKET] entries and
/// errs once in about sixty.
final class ValueIndexSink {
    static final int PER_BUCKET = 4;

    private long[] hashes = new long[1024];
    private int[] morsels = new int[1024];
    private int count;

    void add(long hash, int morsel) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
            morsels = Arrays.copyOf(morsels, count * 2);
        }
        hashes[count] = hash;
        morsels[count++] = morsel;
    }

    static int bucketBits(int count) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(0, count / PER_BUCKET - 1));
    }

    static int bucket(long hash, int bits) {
        return bits == 0 ? 0 : (int) (hash >>> 64 - bits);
    }

    void write(Ints ints, ByteSink sink) {
        int bits = bucketBits(count);
        int[] sizes = new int[1 << bits];
        for (int i = 0; i < count; i++) {
            sizes[bucket(hashes[i], bits)]++;
        }
        int[] next = new int[sizes.length];
        for (int i = 1; i < sizes.length; i++) {
            next[i] = next[i - 1] + sizes[i - 1];
        }
        byte[] fingerprints = new byte[count];
        int[] ordered = new int[count];
        for (int i = 0; i < count; i++) {
            int at = next[bucket(hashes[i], bits)]++;
            fingerprints[at] = (byte) hashes[i];
            ordered[at] = morsels[i];
        }
        sink.varint(count);
        ints.write(sizes, sizes.length, sink);
        sink.put(fingerprints);
        ints.write(ordered, count, sink);
    }
}

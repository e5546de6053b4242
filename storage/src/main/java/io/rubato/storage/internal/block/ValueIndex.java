package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Bits;
import java.util.Arrays;

/// The index that [ValueIndexSink] writes, read. Immutable.
record ValueIndex(int[] starts, byte[] fingerprints, int[] morsels) {
    static ValueIndex read(Wire wire, Ints ints) {
        int count = Chunks.checkCount(wire.varint());
        int[] sizes = ints.read(wire, 1 << ValueIndexSink.bucketBits(count));
        int[] starts = new int[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            starts[i + 1] = starts[i] + sizes[i];
        }
        wire.advance(count);
        byte[] fingerprints = Arrays.copyOfRange(wire.bytes(), wire.position() - count, wire.position());
        return new ValueIndex(starts, fingerprints, ints.read(wire, count));
    }

    /// The morsels that may hold a value.
    Bits find(byte[] value, int morselCount) {
        long hash = Hashing.hash(value, 0, value.length);
        int bucket = ValueIndexSink.bucket(hash, ValueIndexSink.bucketBits(fingerprints.length));
        Bits found = new Bits(morselCount);
        for (int at = starts[bucket]; at < starts[bucket + 1]; at++) {
            if (fingerprints[at] == (byte) hash) {
                found.set(morsels[at]);
            }
        }
        return found;
    }

    long size64() {
        return 4L * starts.length + fingerprints.length + 4L * morsels.length;
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.function.IntPredicate;

/// Finds traces of a block by id: buckets by hash, in each 16-bit fingerprints with trace numbers. A
/// candidate must be checked; one look-up in about sixteen thousand meets a wrong one. Immutable.
record TraceIndex(int[] starts, short[] fingerprints, int[] traces) {
    static void write(TraceId[] ids, int count, Ints ints, ByteSink sink) {
        int bits = ValueIndexSink.bucketBits(count);
        int[] sizes = new int[1 << bits];
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = Hashing.hash(ids[i].high(), ids[i].low());
            sizes[ValueIndexSink.bucket(hashes[i], bits)]++;
        }
        int[] next = new int[sizes.length];
        for (int i = 1; i < sizes.length; i++) {
            next[i] = next[i - 1] + sizes[i - 1];
        }
        int[] ordered = new int[count];
        int[] fingerprints = new int[count];
        for (int i = 0; i < count; i++) {
            int at = next[ValueIndexSink.bucket(hashes[i], bits)]++;
            ordered[at] = i;
            fingerprints[at] = (int) hashes[i] & 0xffff;
        }
        sink.varint(count);
        ints.write(sizes, sizes.length, sink);
        ints.write(fingerprints, count, sink);
        ints.write(ordered, count, sink);
    }

    static TraceIndex read(Wire wire, Ints ints) {
        int count = Chunks.checkCount(wire.varint());
        int[] sizes = ints.read(wire, 1 << ValueIndexSink.bucketBits(count));
        int[] starts = new int[sizes.length + 1];
        for (int i = 0; i < sizes.length; i++) {
            starts[i + 1] = starts[i] + sizes[i];
        }
        int[] wide = ints.read(wire, count);
        short[] fingerprints = new short[count];
        for (int i = 0; i < count; i++) {
            fingerprints[i] = (short) wide[i];
        }
        return new TraceIndex(starts, fingerprints, ints.read(wire, count));
    }

    /// The number of the trace that `isIt` confirms, or -1.
    int find(TraceId id, IntPredicate isIt) {
        long hash = Hashing.hash(id.high(), id.low());
        int bucket = ValueIndexSink.bucket(hash, ValueIndexSink.bucketBits(fingerprints.length));
        for (int at = starts[bucket]; at < starts[bucket + 1]; at++) {
            if (fingerprints[at] == (short) hash && isIt.test(traces[at])) {
                return traces[at];
            }
        }
        return -1;
    }

    long size64() {
        return 4L * starts.length + 2L * fingerprints.length + 4L * traces.length;
    }
}

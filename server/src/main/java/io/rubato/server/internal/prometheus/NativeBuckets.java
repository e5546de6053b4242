package io.rubato.server.internal.prometheus;

import io.rubato.query.Durations;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The buckets of a Prometheus native histogram of seconds: each is a power of two wider than the one before, the
/// power's exponent being 2 to the minus schema. A duration close to a bucket's end, within 1 %, may be in the next
/// one.
/// Not thread-safe.
/// Source: <https://prometheus.io/docs/specs/native_histograms/>
final class NativeBuckets {
    /// Tempo's: a bucket is at most 1.1 times as wide as the one before.
    static final int SCHEMA = 3;

    /// Tempo's most; with more the resolution is halved.
    static final int MOST = 100;

    private static final double SECOND = 1e9;

    private final SortedMap<Integer, Long> counts = new TreeMap<>();
    private long zeros;

    NativeBuckets copy() {
        NativeBuckets copy = new NativeBuckets();
        copy.counts.putAll(counts);
        copy.zeros = zeros;
        return copy;
    }

    /// @param sign -1 to take them away again
    void add(Durations durations, int sign) {
        durations.forEach((nanos, count) -> {
            if (nanos == 0) {
                zeros += sign * count;
            } else {
                counts.merge(index(nanos / SECOND), sign * count, NativeBuckets::sumOrNone);
            }
        });
    }

    private static @Nullable Long sumOrNone(long a, long b) {
        return a + b == 0 ? null : Long.valueOf(a + b);
    }

    /// A bucket's index is that of its end: 2 to the index, divided by 8.
    static int index(double seconds) {
        return (int) Math.ceil(Math.log(seconds) / Math.log(2) * (1 << SCHEMA) - 1e-9);
    }

    long zeros() {
        return zeros;
    }

    /// Buckets of one resolution.
    record Scaled(int schema, SortedMap<Integer, Long> counts) {}

    /// In the finest resolution that has at most [#MOST].
    Scaled scaled() {
        int schema = SCHEMA;
        SortedMap<Integer, Long> all = counts;
        while (all.size() > MOST) {
            SortedMap<Integer, Long> wider = new TreeMap<>();
            // The bucket with index i ends at 2 to the i, so two end where the second does.
            all.forEach((index, count) -> wider.merge(Math.ceilDiv(index, 2), count, Long::sum));
            all = wider;
            schema--;
        }
        return new Scaled(schema, all);
    }
}

package io.rubato.query;

import io.rubato.query.internal.metrics.BucketRange;
import java.util.Arrays;

/// How often which durations occurred: 64 buckets to each doubling, so that a quantile is within 1 % of the true one.
/// Buckets end at 0.1 s and at 2 ms times each power of two, so that the classic histograms of Tempo's span metrics and
/// service graph follow from them without error. Adding is associative and commutative. Mutable until handed on; not
/// thread-safe.
public final class Durations {
    // In units of 15625/16384 ns, 2 ms is 2^21 and 0.1 s is 25 * 2^22: both are ends of buckets.
    private static final long UNITS = 16_384;
    private static final long NANOS = 15_625;
    private static final long EXACT_UP_TO = Long.MAX_VALUE / UNITS;
    private static final long LONGEST = Long.MAX_VALUE / UNITS * NANOS;
    private static final int FINE_BITS = 6;
    private static final long[] NONE = {};

    private int first;
    private long[] counts = NONE;
    private long count;
    private long sum;
    private long least = Long.MAX_VALUE;
    private long most;

    /// Adds one duration; one below zero counts as zero, and quantiles take one over 278 years for that.
    public void add(long nanos) {
        long duration = Math.max(0, nanos);
        add(bucket(duration), 1);
        count++;
        sum = plus(sum, duration);
        least = Math.min(least, duration);
        most = Math.max(most, duration);
    }

    /// Adds all of another.
    public void addAll(Durations other) {
        int length = other.counts.length;
        if (length > 0 && !new BucketRange(first, counts.length).holds(other.first, other.first + length)) {
            grow(other.first, other.first + length);
        }
        for (int i = 0; i < length; i++) {
            counts[other.first - first + i] += other.counts[i];
        }
        count += other.count;
        sum = plus(sum, other.sum);
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
    }

    /// A long that does not overflow, so that the order of adding does not matter.
    private static long plus(long a, long b) {
        long total = a + b;
        return total < 0 ? Long.MAX_VALUE : total;
    }

    private void add(int bucket, long times) {
        int at = bucket - first;
        if (at < 0 || at >= counts.length) {
            grow(bucket, bucket + 1);
            at = bucket - first;
        }
        counts[at] += times;
    }

    private void grow(int lowest, int end) {
        BucketRange range = new BucketRange(first, counts.length).toHold(lowest, end);
        long[] grown = new long[range.length()];
        System.arraycopy(counts, 0, grown, counts.length == 0 ? 0 : first - range.first(), counts.length);
        first = range.first();
        counts = grown;
    }

    /// A bucket holds what is above the end of the one before and at most its own.
    private static int bucket(long nanos) {
        long units =
                nanos <= EXACT_UP_TO ? Math.ceilDiv(nanos * UNITS, NANOS) : Math.min(nanos, LONGEST) / NANOS * UNITS;
        long below = Math.max(0, units - 1);
        int shift = Math.max(0, 63 - FINE_BITS - Long.numberOfLeadingZeros(below));
        return (shift << FINE_BITS) + (int) (below >>> shift);
    }

    /// The end of a bucket in units.
    private static double end(int bucket) {
        int shift = Math.max(0, (bucket >>> FINE_BITS) - 1);
        return Math.scalb(bucket - (double) ((long) shift << FINE_BITS) + 1, shift);
    }

    /// How many there are.
    public long count() {
        return count;
    }

    /// All together, nanoseconds; what a long cannot hold is [Long#MAX_VALUE].
    public long sumNanos() {
        return sum;
    }

    /// The mean, nanoseconds; 0 of none.
    public long averageNanos() {
        return count == 0 ? 0 : sum / count;
    }

    /// The duration that a fraction of all is at or below (nearest rank), within 1 %; 0 of none.
    public long quantileNanos(double fraction) {
        // A product such as 0.7 * 10 may be a little above the whole number that is meant.
        long left = Math.clamp((long) Math.ceil(fraction * count - 1e-9), 1, Math.max(1, count));
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0) {
                return middle(first + i);
            }
        }
        return 0;
    }

    private long middle(int bucket) {
        double low = bucket == 0 ? 0 : end(bucket - 1);
        double nanos = (low + end(bucket)) / 2 * NANOS / UNITS;
        return Math.clamp(Math.round(nanos), least, most);
    }

    /// How many are at most a duration; exact for 0.1 s and 2 ms times a power of two.
    public long countUpTo(long nanos) {
        int to = Math.min(bucket(nanos) - first + 1, counts.length);
        return to <= 0 ? 0 : Arrays.stream(counts, 0, to).sum();
    }

    /// Takes durations that are alike.
    @FunctionalInterface
    public interface Visitor {
        /// @param nanos one in the middle of them, within 1 % of each; 0 only for 0
        /// @param count how many there are, above 0
        void alike(long nanos, long count);
    }

    /// Gives all durations, the shortest first.
    public void forEach(Visitor visitor) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.alike(first + i == 0 ? 0 : Math.max(1, middle(first + i)), counts[i]);
            }
        }
    }

    /// The same for the same durations, however they were added.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(count + " of " + sum + " ns");
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                text.append(' ').append(counts[i]).append('x').append(middle(first + i));
            }
        }
        return text.toString();
    }
}

package io.rubato.server.internal.prometheus;

import io.rubato.query.Durations;
import io.rubato.query.Exemplar;
import io.rubato.server.internal.promql.PromNumbers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was counted of one series: how many, and of a histogram how long they took. Not thread-safe.
final class Counted {
    private static final long SECOND = 1_000_000_000;

    private final long[] bounds;
    private final long[] buckets;
    private final @Nullable NativeBuckets nativeBuckets;
    private long count;
    private long seconds;
    private long nanos;
    private @Nullable Exemplar exemplar;

    /// @param exponential whether native buckets are counted too
    Counted(Family family, boolean exponential) {
        this.bounds = family.boundsNanos();
        this.buckets = new long[bounds.length];
        this.nativeBuckets = exponential && family.kind == Family.Kind.HISTOGRAM ? new NativeBuckets() : null;
    }

    /// The same, which does not change any more.
    Counted copy() {
        return new Counted(this);
    }

    private Counted(Counted other) {
        this.bounds = other.bounds;
        this.buckets = other.buckets.clone();
        this.nativeBuckets = other.nativeBuckets == null ? null : other.nativeBuckets.copy();
        this.count = other.count;
        this.seconds = other.seconds;
        this.nanos = other.nanos;
        this.exemplar = other.exemplar;
    }

    void add(long more) {
        count += more;
    }

    /// @param sign -1 to take them away again
    void add(Durations durations, int sign, @Nullable Exemplar example) {
        count += sign * durations.count();
        // In two parts: what is taken away again must not have been too much for a long.
        seconds += sign * (durations.sumNanos() / SECOND);
        nanos += sign * (durations.sumNanos() % SECOND);
        for (int i = 0; i < bounds.length; i++) {
            buckets[i] += sign * durations.countUpTo(bounds[i]);
        }
        if (nativeBuckets != null) {
            nativeBuckets.add(durations, sign);
        }
        exemplar = example == null ? exemplar : example;
    }

    long count() {
        return count;
    }

    /// At most [Long#MAX_VALUE].
    long sumNanos() {
        long whole = seconds + nanos / SECOND;
        long most = Long.MAX_VALUE / SECOND;
        return whole >= most ? Long.MAX_VALUE : whole * SECOND + nanos % SECOND;
    }

    /// Takes the buckets of a histogram as Prometheus has them, each with all that is in those before.
    interface Visitor {
        /// @param end of the bucket in seconds, as the label `le`
        /// @param exemplar if it is in this bucket and in none before
        void bucket(String end, long upTo, @Nullable Exemplar exemplar);
    }

    /// Gives all buckets, the endless one last.
    void eachBucket(Visitor visitor) {
        for (int i = 0; i < bounds.length; i++) {
            visitor.bucket(PromNumbers.text(bounds[i] / 1e9), buckets[i], exemplarIn(i));
        }
        visitor.bucket("+Inf", count, exemplarIn(bounds.length));
    }

    private @Nullable Exemplar exemplarIn(int bucket) {
        return exemplar != null && isIn(bucket, exemplar.durationNanos()) ? exemplar : null;
    }

    /// The native buckets, if they are counted.
    @Nullable
    NativeBuckets nativeBuckets() {
        return nativeBuckets;
    }

    /// One of those counted last.
    @Nullable
    Exemplar exemplar() {
        return exemplar;
    }

    /// Whether a duration is in the bucket that ends at a bound, the last one being endless.
    private boolean isIn(int bucket, long durationNanos) {
        return (bucket == bounds.length || durationNanos <= bounds[bucket])
                && (bucket == 0 || durationNanos > bounds[bucket - 1]);
    }

    @Override
    public String toString() {
        return count + " of " + sumNanos() + " ns " + Arrays.toString(buckets);
    }
}

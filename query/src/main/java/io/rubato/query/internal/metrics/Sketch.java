package io.rubato.query.internal.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How often numbers fell into each of some [Buckets]: of numbers above 0, below 0 (by their amount), and 0.
final class Sketch {
    private static final int EMPTY_BYTES = 40;
    private static final int[] NONE = {};
    private int first;
    private int[] counts = NONE;
    private int zeros;
    private @Nullable Sketch below;

    static Sketch empty(Budget budget) {
        budget.take(EMPTY_BYTES);
        return new Sketch();
    }

    private Sketch() {}

    /// @param number finite
    void add(double number, Buckets buckets, Budget budget) {
        if (number > 0) {
            add(buckets.of(number), budget);
        } else {
            addOther(number, buckets, budget);
        }
    }

    private void addOther(double number, Buckets buckets, Budget budget) {
        if (number < 0) {
            below(budget).add(buckets.of(-number), budget);
        } else {
            zeros++;
        }
    }

    private Sketch below(Budget budget) {
        if (below == null) {
            below = empty(budget);
        }
        return below;
    }

    private void add(int bucket, Budget budget) {
        int at = bucket - first;
        if (at < 0 || at >= counts.length) {
            grow(bucket, bucket + 1, budget);
            at = bucket - first;
        }
        counts[at]++;
    }

    /// Makes room for the buckets `lowest` to `end - 1` beside those there are.
    private void grow(int lowest, int end, Budget budget) {
        BucketRange range = new BucketRange(first, counts.length).toHold(lowest, end);
        budget.take(4L * (range.length() - counts.length));
        int[] grown = new int[range.length()];
        System.arraycopy(counts, 0, grown, counts.length == 0 ? 0 : first - range.first(), counts.length);
        first = range.first();
        counts = grown;
    }

    /// Adds all of another.
    void addAll(Sketch other, Budget budget) {
        zeros += other.zeros;
        int length = other.counts.length;
        if (length > 0) {
            if (!new BucketRange(first, counts.length).holds(other.first, other.first + length)) {
                grow(other.first, other.first + length, budget);
            }
            int shift = other.first - first;
            for (int i = 0; i < length; i++) {
                counts[shift + i] += other.counts[i];
            }
        }
        if (other.below != null) {
            below(budget).addAll(other.below, budget);
        }
    }

    /// Takes buckets, the lowest first.
    interface Visitor {
        void bucket(double value, long count);
    }

    void visit(Buckets buckets, Visitor visitor) {
        if (below != null) {
            below.visitDown(buckets, visitor);
        }
        if (zeros > 0) {
            visitor.bucket(0, zeros);
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.bucket(buckets.value(first + i), counts[i]);
            }
        }
    }

    private void visitDown(Buckets buckets, Visitor visitor) {
        for (int i = counts.length - 1; i >= 0; i--) {
            if (counts[i] > 0) {
                visitor.bucket(-buckets.value(first + i), counts[i]);
            }
        }
    }

    private long total() {
        long total = zeros + (below == null ? 0 : below.total());
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    /// For each fraction, the number that it of all numbers is at or below (nearest rank).
    ///
    /// @param fractions ascending, from 0 to 1; what is beyond counts as these
    double[] quantiles(double[] fractions, Buckets buckets) {
        long total = total();
        long[] ranks = new long[fractions.length];
        for (int i = 0; i < ranks.length; i++) {
            // A product such as 0.7 * 10 may be a little above the whole number that is meant.
            long rank = (long) Math.ceil(fractions[i] * total - 1e-9);
            ranks[i] = Math.clamp(rank, 1, Math.max(1, total));
        }
        Seeker seeker = new Seeker(ranks);
        if (below != null) {
            below.visitDown(buckets, seeker);
        }
        seeker.bucket(0, zeros);
        for (int i = 0; i < counts.length && !seeker.isDone(); i++) {
            if (seeker.reaches(counts[i])) {
                seeker.take(buckets.value(first + i));
            }
        }
        return seeker.found;
    }

    private static final class Seeker implements Visitor {
        private final long[] ranks;
        private final double[] found;
        private long seen;
        private int next;

        Seeker(long[] ranks) {
            this.ranks = ranks;
            this.found = new double[ranks.length];
            Arrays.fill(found, Double.NaN);
        }

        boolean isDone() {
            return next == ranks.length;
        }

        /// Whether the next rank is among these.
        boolean reaches(long count) {
            seen += count;
            return !isDone() && seen >= ranks[next];
        }

        void take(double value) {
            while (!isDone() && seen >= ranks[next]) {
                found[next++] = value;
            }
        }

        @Override
        public void bucket(double value, long count) {
            if (reaches(count)) {
                take(value);
            }
        }
    }
}

package io.rubato.query.internal.metrics;

import org.jspecify.annotations.Nullable;

/// How often numbers fell into each of some [Buckets]: of numbers above 0, below 0 (by their amount), and 0.
final class Sketch {
    private static final int GRAIN = 16;
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
            add(buckets.of(number), 1, budget);
        } else {
            addOther(number, buckets, budget);
        }
    }

    private void addOther(double number, Buckets buckets, Budget budget) {
        if (number < 0) {
            below(budget).add(buckets.of(-number), 1, budget);
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

    private void add(int bucket, int times, Budget budget) {
        int at = bucket - first;
        if (at < 0 || at >= counts.length) {
            grow(bucket, budget);
            at = bucket - first;
        }
        counts[at] += times;
    }

    private void grow(int bucket, Budget budget) {
        int from = counts.length == 0 ? bucket : Math.min(first, bucket);
        int to = counts.length == 0 ? bucket + 1 : Math.max(first + counts.length, bucket + 1);
        from -= Math.floorMod(from, GRAIN);
        int length = Math.ceilDiv(to - from, GRAIN) * GRAIN;
        budget.take(4L * (length - counts.length));
        int[] grown = new int[length];
        System.arraycopy(counts, 0, grown, counts.length == 0 ? 0 : first - from, counts.length);
        first = from;
        counts = grown;
    }

    /// Adds all of another.
    void addAll(Sketch other, Budget budget) {
        zeros += other.zeros;
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] != 0) {
                add(other.first + i, other.counts[i], budget);
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

    /// The number that a fraction of all numbers is at or below (nearest rank).
    ///
    /// @param fraction from 0 to 1; what is beyond counts as these
    double quantile(double fraction, Buckets buckets) {
        // A product such as 0.7 * 10 may be a little above the whole number that is meant.
        long rank = (long) Math.ceil(fraction * total() - 1e-9);
        Seeker seeker = new Seeker(Math.clamp(rank, 1, Math.max(1, total())));
        visit(buckets, seeker);
        return seeker.found;
    }

    private static final class Seeker implements Visitor {
        private long left;
        private double found = Double.NaN;

        Seeker(long rank) {
            this.left = rank;
        }

        @Override
        public void bucket(double value, long count) {
            if (left > 0 && left <= count) {
                found = value;
            }
            left -= count;
        }
    }
}

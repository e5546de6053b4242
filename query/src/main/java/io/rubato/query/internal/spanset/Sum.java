package io.rubato.query.internal.spanset;

import io.rubato.query.internal.value.Value;
import java.math.BigInteger;
import java.util.Arrays;

/// The sum or the mean. Whole numbers and nanoseconds are added exactly, in 128 bits; a sum that has no room in 64 bits
/// wraps, a mean does not. Floating-point numbers are added from the smallest to the largest, so that the result does
/// not depend on the order of rows. With a duration among the numbers the result is a duration; a mean of numbers is
/// floating-point.
final class Sum implements Tally {
    private final int[] setOf;
    private final boolean mean;
    private final long[] low;
    private final long[] high;
    private final int[] counts;
    private final boolean[] spans;
    private int[] realSets = new int[0];
    private double[] reals = new double[0];
    private int realCount;

    Sum(int[] setOf, int sets, boolean mean) {
        this.setOf = setOf;
        this.mean = mean;
        this.low = new long[sets];
        this.high = new long[sets];
        this.counts = new int[sets];
        this.spans = new boolean[sets];
    }

    @Override
    public void whole(int row, long number) {
        add(setOf[row], number);
    }

    @Override
    public void nanos(int row, long nanos) {
        int set = setOf[row];
        spans[set] = true;
        add(set, nanos);
    }

    private void add(int set, long number) {
        long sum = low[set] + number;
        high[set] += (number >> 63) + (Long.compareUnsigned(sum, number) < 0 ? 1 : 0);
        low[set] = sum;
        counts[set]++;
    }

    @Override
    public void real(int row, double number) {
        if (realCount == reals.length) {
            reals = Arrays.copyOf(reals, Math.max(64, 2 * realCount));
            realSets = Arrays.copyOf(realSets, reals.length);
        }
        realSets[realCount] = setOf[row];
        reals[realCount++] = number;
    }

    @Override
    public Value[] results() {
        int[] ends = realCount == 0 ? new int[low.length] : sorted();
        Value[] results = new Value[low.length];
        for (int set = 0; set < results.length; set++) {
            results[set] = result(set, set == 0 ? 0 : ends[set - 1], ends[set]);
        }
        return results;
    }

    /// Puts the floating-point numbers of each set beside each other, in order.
    ///
    /// @return where those of each set end
    private int[] sorted() {
        int[] ends = new int[low.length];
        for (int i = 0; i < realCount; i++) {
            ends[realSets[i]]++;
        }
        int end = 0;
        for (int set = 0; set < ends.length; set++) {
            int start = end;
            end += ends[set];
            ends[set] = start;
        }
        double[] placed = new double[realCount];
        for (int i = 0; i < realCount; i++) {
            placed[ends[realSets[i]]++] = reals[i];
        }
        for (int set = 0; set < ends.length; set++) {
            Arrays.sort(placed, set == 0 ? 0 : ends[set - 1], ends[set]);
        }
        reals = placed;
        return ends;
    }

    private Value result(int set, int from, int to) {
        int count = counts[set] + to - from;
        if (count == 0) {
            return Value.NIL;
        }
        if (from == to) {
            return mean ? meanOfWholes(set) : spans[set] ? new Value.Span(low[set]) : new Value.Int(low[set]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += reals[i];
        }
        if (counts[set] > 0) {
            sum += wide(set) ? exact(set).doubleValue() : low[set];
        }
        double result = mean ? sum / count : sum;
        return spans[set] ? new Value.Span((long) result) : new Value.Real(result);
    }

    private Value meanOfWholes(int set) {
        int count = counts[set];
        if (spans[set]) {
            return new Value.Span(
                    wide(set) ? exact(set).divide(BigInteger.valueOf(count)).longValue() : low[set] / count);
        }
        return new Value.Real((wide(set) ? exact(set).doubleValue() : (double) low[set]) / count);
    }

    /// Whether the sum has no room in 64 bits.
    private boolean wide(int set) {
        return high[set] != low[set] >> 63;
    }

    private BigInteger exact(int set) {
        BigInteger lower = BigInteger.valueOf(low[set]);
        BigInteger unsigned = low[set] < 0 ? lower.add(BigInteger.ONE.shiftLeft(64)) : lower;
        return BigInteger.valueOf(high[set]).shiftLeft(64).add(unsigned);
    }
}

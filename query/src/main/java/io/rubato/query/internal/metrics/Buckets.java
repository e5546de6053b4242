package io.rubato.query.internal.metrics;

/// Logarithmic buckets of numbers above 0, by the leading bits of their IEEE 754 form: finding one is a shift.
enum Buckets {
    /// 64 buckets to each power of two, so that the middle of one is within 1/128 of all it holds.
    FINE(46, 0),
    /// The powers of two, each with what is at most it and above the one before.
    POWERS(52, 1);

    private final int shift;

    /// What is taken off the bits, so that the end of a bucket belongs to it.
    private final int less;

    Buckets(int shift, int less) {
        this.shift = shift;
        this.less = less;
    }

    /// @param number above 0 and finite
    int of(double number) {
        return (int) (Double.doubleToRawLongBits(number) - less >>> shift);
    }

    /// The number that stands for what a bucket holds.
    double value(int bucket) {
        double low = Double.longBitsToDouble((long) bucket << shift);
        double high = Double.longBitsToDouble((bucket + 1L) << shift);
        return this == POWERS ? high : low + (high - low) / 2;
    }
}

package io.rubato.query.internal.metrics;

/// Logarithmic buckets of numbers above 0, by the leading bits of their IEEE 754 form: finding one is a shift.
enum Buckets {
    /// 64 buckets to each power of two, so that the middle of one is within 1/128 of all it holds.
    FINE {
        @Override
        int of(double number) {
            return (int) (Double.doubleToRawLongBits(number) >>> FINE_SHIFT);
        }

        @Override
        double value(int bucket) {
            double low = Double.longBitsToDouble((long) bucket << FINE_SHIFT);
            double high = Double.longBitsToDouble((bucket + 1L) << FINE_SHIFT);
            return low + (high - low) / 2;
        }
    },
    /// The powers of two, each with what is at most it and above the one before.
    POWERS {
        @Override
        int of(double number) {
            return (int) (Double.doubleToRawLongBits(number) - 1 >>> POWER_SHIFT);
        }

        @Override
        double value(int bucket) {
            return Double.longBitsToDouble((bucket + 1L) << POWER_SHIFT);
        }
    };

    private static final int POWER_SHIFT = 52;
    private static final int FINE_SHIFT = POWER_SHIFT - 6;

    /// @param number above 0 and finite
    abstract int of(double number);

    /// The number that stands for what a bucket holds.
    abstract double value(int bucket);
}

package io.rubato.query.internal.value;

/// Exact comparison of whole and floating-point numbers.
public final class Numbers {
    /// Below this every long is a double.
    private static final long EXACT = 1L << 53;

    private Numbers() {}

    /// The order of two numbers, of which `right` is not NaN.
    public static int compare(long left, double right) {
        if (left >= -EXACT && left <= EXACT) {
            double exact = (double) left;
            return exact < right ? -1 : exact > right ? 1 : 0;
        }
        if (right >= 0x1p63) {
            return -1;
        }
        if (right < -0x1p63) {
            return 1;
        }
        long whole = (long) right;
        if (left != whole) {
            return Long.compare(left, whole);
        }
        return Double.compare(0, right - whole);
    }
}

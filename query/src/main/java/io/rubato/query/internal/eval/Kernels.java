package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.LongRange;
import io.rubato.storage.scan.Bits;
import java.util.function.DoublePredicate;

/// The inner loops: arrays of codes or longs to sets, one word of 64 values at a time.
final class Kernels {
    private Kernels() {}

    /// The positions whose code is in `table`.
    static Bits codes(int[] codes, int count, Bits table) {
        int only = table.next(0);
        if (only >= 0 && table.next(only + 1) < 0) {
            return code(codes, count, only);
        }
        Bits result = new Bits(count);
        long[] words = result.words();
        long[] marks = table.words();
        for (int w = 0, from = 0; from < count; w++, from += 64) {
            int to = Math.min(count - from, 64);
            long word = 0;
            for (int i = 0; i < to; i++) {
                int code = codes[from + i];
                word |= (marks[code >>> 6] >>> code & 1) << i;
            }
            words[w] = word;
        }
        return result;
    }

    private static Bits code(int[] codes, int count, int code) {
        Bits result = new Bits(count);
        long[] words = result.words();
        for (int w = 0, from = 0; from < count; w++, from += 64) {
            int to = Math.min(count - from, 64);
            long word = 0;
            for (int i = 0; i < to; i++) {
                word |= (codes[from + i] == code ? 1L : 0L) << i;
            }
            words[w] = word;
        }
        return result;
    }

    /// The positions whose number is in `range`.
    static Bits range(long[] values, int count, LongRange range) {
        Bits result = new Bits(count);
        if (range.isEmpty()) {
            return result;
        }
        long[] words = result.words();
        long low = range.low();
        long width = range.high() - low + Long.MIN_VALUE;
        for (int w = 0, from = 0; from < count; w++, from += 64) {
            int to = Math.min(count - from, 64);
            long word = 0;
            for (int i = 0; i < to; i++) {
                // Unsigned: at or above low and at or below high in one comparison.
                word |= (values[from + i] - low + Long.MIN_VALUE <= width ? 1L : 0L) << i;
            }
            words[w] = word;
        }
        return result;
    }

    static Bits reals(long[] values, int count, DoublePredicate test) {
        Bits result = new Bits(count);
        for (int i = 0; i < count; i++) {
            if (test.test(Double.longBitsToDouble(values[i]))) {
                result.set(i);
            }
        }
        return result;
    }

    /// Adds to `target` the rows of `present` whose value is in `dense`, a set over the values.
    static void spread(Bits dense, Bits present, Bits target) {
        long[] from = dense.words();
        long[] where = present.words();
        long[] to = target.words();
        int position = 0;
        for (int w = 0; w < where.length; w++) {
            long mask = where[w];
            if (mask == 0) {
                continue;
            }
            int word = position >>> 6;
            int shift = position & 63;
            long bits = from[word] >>> shift;
            int count = Long.bitCount(mask);
            if (shift != 0 && shift + count > 64) {
                bits |= from[word + 1] << -shift;
            }
            to[w] |= Long.expand(bits, mask);
            position += count;
        }
    }
}

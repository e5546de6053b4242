package io.rubato.storage.internal.columns;

import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.Values;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A rare field of text seen as one that every row has: rows without it have the empty text. The dictionary
/// is the column's with one code more, its last, for the empty text.
public record OptionalText(@Nullable Dictionary stored) implements Dictionary {
    private static final byte[] NONE = {};

    @Override
    public int size() {
        return storedSize() + 1;
    }

    private int storedSize() {
        return stored == null ? 0 : stored.size();
    }

    @Override
    public byte[] value(int code) {
        return stored == null || code == stored.size() ? NONE : stored.value(code);
    }

    @Override
    public Bits matching(BytesTest test) {
        return widen(stored == null ? null : stored.matching(test), test.test(NONE, 0, 0));
    }

    @Override
    public Bits equal(byte[] value) {
        return widen(stored == null ? null : stored.equal(value), value.length == 0);
    }

    private Bits widen(@Nullable Bits bits, boolean empty) {
        Bits wide = new Bits(size());
        if (bits != null) {
            System.arraycopy(bits.words(), 0, wide.words(), 0, bits.words().length);
        }
        if (empty) {
            wide.set(storedSize());
        }
        return wide;
    }

    /// A code for each of `rows` rows, from the values of those that have one.
    public int[] codes(@Nullable Values values, int rows) {
        int[] codes = new int[rows];
        Arrays.fill(codes, storedSize());
        if (values != null) {
            int at = 0;
            for (int row = values.present().next(0);
                    row >= 0;
                    row = values.present().next(row + 1)) {
                codes[row] = values.codes()[at++];
            }
        }
        return codes;
    }
}

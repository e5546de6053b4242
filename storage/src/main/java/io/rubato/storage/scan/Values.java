package io.rubato.storage.scan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The values of one column in one batch: dense, in row order, with the rows that have one.
///
/// For [ValueType#RESIDUE] a row may have several: there is one entry of [#rows()] for each value, in
/// ascending order. Arrays are shared; do not change them. They may be longer than [#count()].
public final class Values {
    private final Bits present;
    private final int count;
    private final int @Nullable [] rows;
    private final int @Nullable [] codes;
    private final long @Nullable [] longs;
    private final @Nullable Dictionary dictionary;

    private Values(
            Bits present,
            int count,
            int @Nullable [] rows,
            int @Nullable [] codes,
            long @Nullable [] longs,
            @Nullable Dictionary dictionary) {
        this.present = present;
        this.count = count;
        this.rows = rows;
        this.codes = codes;
        this.longs = longs;
        this.dictionary = dictionary;
    }

    /// Values of a coded type, one for each row of `present`.
    public static Values coded(Bits present, int count, int[] codes, Dictionary dictionary) {
        return new Values(present, count, null, codes, null, dictionary);
    }

    /// Values of a type that is not coded, one for each row of `present`.
    public static Values plain(Bits present, int count, long[] longs) {
        return new Values(present, count, null, null, longs, null);
    }

    /// Values of which a row may have several; `rows` names the row of each.
    public static Values repeated(Bits present, int count, int[] rows, int[] codes, Dictionary dictionary) {
        return new Values(present, count, rows, codes, null, dictionary);
    }

    /// The rows (of the column's level) that have the attribute.
    public Bits present() {
        return present;
    }

    public int count() {
        return count;
    }

    public boolean isRepeated() {
        return rows != null;
    }

    /// The row of each value, ascending; only where [#isRepeated()].
    public int[] rows() {
        return Objects.requireNonNull(rows, "rows");
    }

    /// The code of each value in [#dictionary()]; only for coded types.
    public int[] codes() {
        return Objects.requireNonNull(codes, "codes");
    }

    /// Each value; only for types that are not coded.
    public long[] longs() {
        return Objects.requireNonNull(longs, "longs");
    }

    /// The column's own dictionary, or the batch's; only for coded types.
    public Dictionary dictionary() {
        return Objects.requireNonNull(dictionary, "dictionary");
    }
}

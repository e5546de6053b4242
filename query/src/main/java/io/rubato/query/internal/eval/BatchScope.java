package io.rubato.query.internal.eval;

import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.Values;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An open batch with what has been worked out about it, each thing when first asked for. Not thread-safe.
public final class BatchScope {
    private static final int PAUSE = 0xFFF;

    private final SpanSource source;
    private final int number;
    private final Batch batch;
    private final IdentityHashMap<Values, int[]> ranks = new IdentityHashMap<>();
    private final Map<ResidueKey, ResidueEntries> residues = new HashMap<>();
    private final Map<AttributeLevel, int[]> firstRows = new EnumMap<>(AttributeLevel.class);
    private int @Nullable [] traceOf;
    private @Nullable TraceFacts traces;
    private @Nullable Nesting nesting;
    private @Nullable SpanTree tree;
    private final Runnable check;

    public BatchScope(SpanSource source, int number) {
        this(source, number, () -> {});
    }

    /// @param check throws when the work is to end; called now and then where it takes long
    public BatchScope(SpanSource source, int number, Runnable check) {
        this.source = source;
        this.number = number;
        this.check = check;
        this.batch = source.open(number);
    }

    public SpanSource source() {
        return source;
    }

    /// The batch's number in its source.
    public int number() {
        return number;
    }

    public Batch batch() {
        return batch;
    }

    int rows(AttributeLevel level) {
        return level == AttributeLevel.SPAN ? batch.rows() : batch.rows(level);
    }

    /// The trace of each row, numbered within the batch.
    public int[] traceOf() {
        if (traceOf == null) {
            traceOf = new int[batch.rows()];
            int[] starts = batch.traceStarts();
            for (int trace = 0; trace < batch.traces(); trace++) {
                Arrays.fill(traceOf, starts[trace], starts[trace + 1], trace);
            }
        }
        return traceOf;
    }

    public TraceFacts traces() {
        if (traces == null) {
            traces = new TraceFacts(batch);
        }
        return traces;
    }

    public SpanTree tree() {
        if (tree == null) {
            tree = new SpanTree(batch);
        }
        return tree;
    }

    /// Throws when the work is to end.
    public void check() {
        check.run();
    }

    /// Checks at some of the rows.
    public void pause(int row) {
        if ((row & PAUSE) == PAUSE) {
            check.run();
        }
    }

    Nesting nesting() {
        if (nesting == null) {
            nesting = new Nesting(batch);
        }
        return nesting;
    }

    /// The first event or link row of each span, and the number of them at the end.
    public int[] firstRows(AttributeLevel level) {
        return firstRows.computeIfAbsent(level, key -> {
            int[] first = new int[batch.rows() + 1];
            int count = batch.rows(key);
            int[] owners = count == 0 ? new int[0] : batch.owners(key);
            for (int i = 0; i < count; i++) {
                first[owners[i] + 1]++;
            }
            for (int i = 0; i < batch.rows(); i++) {
                first[i + 1] += first[i];
            }
            return first;
        });
    }

    /// The place of a row among dense values; the row is present.
    int position(Values values, int row) {
        int[] rank = ranks.computeIfAbsent(values, key -> {
            long[] words = key.present().words();
            int[] before = new int[words.length];
            for (int i = 1; i < words.length; i++) {
                before[i] = before[i - 1] + Long.bitCount(words[i - 1]);
            }
            return before;
        });
        long word = values.present().words()[row >>> 6];
        return rank[row >>> 6] + Long.bitCount(word & (1L << row) - 1);
    }

    ResidueEntries residue(Column column, String key) {
        return residues.computeIfAbsent(
                new ResidueKey(column.level(), key), wanted -> ResidueEntries.of(batch.values(column), key));
    }

    /// Takes hidden rows out of a set of span rows.
    public void hide(Bits rows) {
        Bits hidden = batch.hidden();
        if (hidden != null) {
            rows.andNot(hidden);
        }
    }

    private record ResidueKey(AttributeLevel level, String key) {}
}

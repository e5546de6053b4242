package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The spansets of the traces of one batch. They share no row; each is of one trace, and those of a trace are numbered
/// one after the other, by their earliest span. Some may be empty, which means that they are not there. Immutable, but
/// not thread-safe.
public final class Spansets {
    private final BatchScope batch;
    private final @Nullable Groups groups;
    private final List<Facts> facts;
    private @Nullable Bits rows;

    /// @param rows the rows of all sets, or null for every row that is not hidden
    /// @param groups which row is of which set, or null for one set in each trace
    private Spansets(BatchScope batch, @Nullable Bits rows, @Nullable Groups groups, List<Facts> facts) {
        this.batch = batch;
        this.rows = rows;
        this.groups = groups;
        this.facts = facts;
    }

    /// One set of each trace, with all its spans.
    static Spansets whole(BatchScope batch) {
        return new Spansets(batch, null, null, List.of());
    }

    /// Whether [#rows()] are all that are not hidden, which nobody has asked for yet.
    boolean isWhole() {
        return rows == null;
    }

    /// The same sets with fewer rows.
    Spansets with(Bits remaining) {
        return new Spansets(batch, remaining, groups, facts);
    }

    /// The same sets with more known of them.
    Spansets with(Bits remaining, List<Facts> more) {
        if (more.isEmpty()) {
            return with(remaining);
        }
        List<Facts> known = new ArrayList<>(facts);
        known.addAll(more);
        return new Spansets(batch, remaining, groups, known);
    }

    /// The same rows in other sets.
    ///
    /// @param before the set that each new one is a part of
    Spansets regrouped(Groups parts, int[] before, Facts more) {
        List<Facts> known = new ArrayList<>();
        for (Facts fact : facts) {
            Value[] values = new Value[before.length];
            Arrays.setAll(values, set -> fact.values[before[set]]);
            known.add(new Facts(fact.key, values));
        }
        known.add(more);
        return new Spansets(batch, rows, parts, known);
    }

    /// The same rows in one set for each trace.
    Spansets byTrace() {
        return new Spansets(batch, rows, null, List.of());
    }

    /// The sets that have any of some rows.
    Bits occupied(Bits some) {
        Bits sets = new Bits(count());
        int[] setOf = setOf();
        for (int row = some.next(0); row >= 0; row = some.next(row + 1)) {
            sets.set(setOf[row]);
        }
        return sets;
    }

    /// Those of some rows that are in some of the sets.
    Bits only(Bits some, Bits sets) {
        Bits kept = some.copy();
        int[] setOf = setOf();
        for (int row = some.next(0); row >= 0; row = some.next(row + 1)) {
            if (!sets.get(setOf[row])) {
                kept.clear(row);
            }
        }
        return kept;
    }

    public BatchScope batch() {
        return batch;
    }

    /// The rows of all sets together. Shared, not to be changed.
    public Bits rows() {
        if (rows == null) {
            rows = Bits.all(batch.batch().rows());
            batch.hide(rows);
        }
        return rows;
    }

    /// The number of sets, the empty ones included.
    public int count() {
        return groups == null ? batch.batch().traces() : groups.count();
    }

    /// The first set of a trace of the batch; those of the next trace follow. Of
    /// [io.rubato.storage.scan.Batch#traces()]
    /// it is [#count()].
    public int first(int trace) {
        return groups == null ? trace : groups.starts()[trace];
    }

    /// Whether a trace has at most one set, numbered like the trace.
    public boolean isByTrace() {
        return groups == null;
    }

    /// The set of each of [#rows()]; of other rows it means nothing.
    public int[] setOf() {
        return groups == null ? batch.traceOf() : groups.ofRow();
    }

    /// The groups and aggregates of a set, in the order the query first names them.
    public Map<String, Value> attributes(int set) {
        if (facts.isEmpty()) {
            return Map.of();
        }
        Map<String, Value> attributes = new LinkedHashMap<>();
        facts.forEach(fact -> attributes.put(fact.key(), fact.values()[set]));
        return attributes;
    }

    /// Which rows are of which set.
    ///
    /// @param ofRow the set of each row
    /// @param starts the first set of each trace, and the number of sets
    @SuppressWarnings("ArrayRecordComponent")
    record Groups(int[] ofRow, int[] starts) {
        int count() {
            return starts[starts.length - 1];
        }
    }

    /// What is known of each set under one key.
    @SuppressWarnings("ArrayRecordComponent")
    record Facts(String key, Value[] values) {}
}

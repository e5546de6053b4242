package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.metrics.CompareSource.CountedColumn;
import io.rubato.query.internal.metrics.CompareSource.CountedField;
import io.rubato.query.internal.value.Value;
import io.rubato.traceql.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How often each value of each attribute occurs for `compare()`, as one thread finds it.
final class CompareTable implements Table {
    private static final List<Side> SIDES = List.of(
            new Side(0, CompareLeaf.BASELINE, CompareLeaf.BASELINE_TOTAL),
            new Side(1, CompareLeaf.SELECTION, CompareLeaf.SELECTION_TOTAL));

    private final int intervals;
    private final Picks.Slots slots;
    private final Budget budget;
    private final Map<Field, Tally> tallies = new HashMap<>();
    private @Nullable Counting latest;

    CompareTable(int intervals, Picks.Slots slots, Budget budget) {
        this.intervals = intervals;
        this.slots = slots;
        this.budget = budget;
    }

    /// @param cell its cell of an interval
    private record Side(int cell, Value type, Value total) {}

    /// What was found out about one source. Batches of a source follow each other.
    private record Counting(CompareSource source, List<ColumnCounter> columns, OriginCounter origins) {}

    void add(CompareSource source, Sides sides) {
        Counting counting = counting(source);
        BatchScope batch = sides.observations().batch();
        counting.origins.add(sides);
        source.intrinsics().forEach(intrinsic -> byRows(intrinsic, sides));
        Set<Field> byRows = source.inSeveralPlaces(batch);
        for (int i = 0; i < counting.columns.size(); i++) {
            if (!byRows.contains(source.columns().get(i).field())) {
                counting.columns.get(i).add(batch, sides);
            }
        }
        byRows.forEach(field -> byRows(source.byRows(field), sides));
    }

    private void byRows(CountedField field, Sides sides) {
        RowsCounter.add(field, tally(field.field()), sides);
    }

    private Counting counting(CompareSource source) {
        Counting known = latest;
        if (known == null || known.source != source) {
            List<ColumnCounter> columns =
                    source.columns().stream().map(this::counter).toList();
            OriginCounter origins = new OriginCounter(
                    source.ofOrigins(),
                    field -> tally(field.field()),
                    source.source().origins().size());
            known = new Counting(source, columns, origins);
            latest = known;
        }
        return known;
    }

    private ColumnCounter counter(CountedColumn column) {
        return new ColumnCounter(column.column(), tally(column.field()));
    }

    private Tally tally(Field field) {
        return tallies.computeIfAbsent(field, _ -> new Tally(intervals, slots, budget));
    }

    @Override
    public SeriesPartial result(Budget merging) {
        Map<List<Value>, Series> series = new HashMap<>();
        tallies.forEach((field, tally) -> {
            Value name = new Value.Text(field.toString());
            long[] totals = tally.totals();
            for (Side side : SIDES) {
                put(List.of(side.total, name, Value.NIL), totals, side, tally.picks(side.cell), series, merging);
            }
            if (tally.isTooMany()) {
                series.put(List.of(CompareLeaf.OVERFLOW, name, Value.NIL), new Series(Counts.of(0, merging), null));
            }
            tally.forEach((value, counts) -> {
                for (Side side : SIDES) {
                    put(List.of(side.type, name, value), counts, side, null, series, merging);
                }
            });
        });
        return new SeriesPartial(series, merging);
    }

    /// @param counts by cell
    private void put(
            List<Value> key,
            long[] counts,
            Side side,
            @Nullable Picks picks,
            Map<List<Value>, Series> series,
            Budget merging) {
        long any = 0;
        for (int i = 0; i < intervals; i++) {
            any |= counts[2 * i + side.cell];
        }
        if (any != 0) {
            Counts own = Counts.of(intervals, merging);
            for (int i = 0; i < intervals; i++) {
                own.counts()[i] = counts[2 * i + side.cell];
            }
            series.put(key, new Series(own, picks));
        }
    }
}

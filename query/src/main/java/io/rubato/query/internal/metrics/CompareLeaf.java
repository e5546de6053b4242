package io.rubato.query.internal.metrics;

import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.TimeSteps;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Condition;
import io.rubato.query.internal.eval.Keys;
import io.rubato.query.internal.eval.RowCodes;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanField;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Compare;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// `compare()`: how often each value of each attribute occurs among the selected spans and among the others. Ids,
/// times and places in the trace are left out, for hardly two spans share one.
record CompareLeaf(Pipeline pipeline, Compare compare, TimeSteps steps) implements Leaf {
    /// More different values of an attribute are not told apart.
    static final int MOST_VALUES = 2_000;

    static final Value BASELINE = new Value.Text("baseline");
    static final Value SELECTION = new Value.Text("selection");
    static final Value BASELINE_TOTAL = new Value.Text("baseline_total");
    static final Value SELECTION_TOTAL = new Value.Text("selection_total");

    /// Marks an attribute that has too many values.
    static final Value OVERFLOW = new Value.Text("overflow");

    private static final List<List<Value>> SIDES = List.of(List.of(BASELINE), List.of(SELECTION));
    private static final List<Intrinsic> INTRINSICS = List.of(
            Intrinsic.NAME,
            Intrinsic.KIND,
            Intrinsic.STATUS,
            Intrinsic.STATUS_MESSAGE,
            Intrinsic.CHILD_COUNT,
            Intrinsic.ROOT_NAME,
            Intrinsic.ROOT_SERVICE_NAME,
            Intrinsic.EVENT_NAME,
            Intrinsic.INSTRUMENTATION_NAME,
            Intrinsic.INSTRUMENTATION_VERSION);

    @Override
    public SeriesTable.Layout layout() {
        return new SeriesTable.Layout(CellKind.COUNT, steps.count(), Picks.Slots.of(steps.count(), 0));
    }

    @Override
    public Bound bind(Binder binder) {
        Condition selection = binder.condition(compare.selection().expression());
        Map<Field, SpanLevel> fields = new ConcurrentHashMap<>();
        return (observations, table) -> {
            int[] sides = sides(selection, observations);
            for (Field field : fields(observations.batch())) {
                SpanLevel bound = fields.computeIfAbsent(field, f -> new SpanLevel(binder.field(f)));
                new Counting(field, observations, sides).count(bound, table);
            }
        };
    }

    /// 1 for what is selected.
    private int[] sides(Condition selection, Observations observations) {
        Bits selected = selection.rows(observations.batch(), true, null);
        long[] starts = observations.batch().batch().longs(SpanField.START);
        boolean window = compare.startNanos() > 0 && compare.endNanos() > 0;
        int[] sides = new int[observations.count()];
        for (int i = 0; i < sides.length; i++) {
            int row = observations.rows()[i];
            boolean inside = !window || (starts[row] >= compare.startNanos() && starts[row] < compare.endNanos());
            sides[i] = inside && selected.get(row) ? 1 : 0;
        }
        return sides;
    }

    private static List<Field> fields(BatchScope batch) {
        List<Field> fields = new ArrayList<>();
        INTRINSICS.forEach(intrinsic -> fields.add(new IntrinsicRef(intrinsic)));
        for (TagScope scope : TagScope.values()) {
            Scope own = scope(scope);
            if (own != Scope.LINK) {
                Set<String> names = new TreeSet<>();
                Keys.ofRows(batch, scope, null, names);
                names.stream().filter(name -> !name.isEmpty()).forEach(name -> fields.add(new AttributeRef(own, name)));
            }
        }
        return fields;
    }

    private static Scope scope(TagScope scope) {
        return switch (scope) {
            case RESOURCE -> Scope.RESOURCE;
            case SPAN -> Scope.SPAN;
            case EVENT -> Scope.EVENT;
            case LINK -> Scope.LINK;
            case INSTRUMENTATION -> Scope.INSTRUMENTATION;
        };
    }

    /// One attribute in one batch.
    ///
    /// @param sides of each observation
    @SuppressWarnings("ArrayRecordComponent")
    private record Counting(Field field, Observations observations, int[] sides) {
        void count(SpanLevel bound, SeriesTable table) {
            RowCodes codes = bound.codes(observations.batch());
            int[] kept = new int[sides.length];
            int count = present(codes, kept);
            if (count == 0) {
                return;
            }
            Observations present = pick(kept, count);
            int[] of = new int[count];
            for (int i = 0; i < count; i++) {
                of[i] = sides[kept[i]];
            }
            table.add(List.of(key(BASELINE_TOTAL, Value.NIL), key(SELECTION_TOTAL, Value.NIL)), of, present);
            if (table.seen(field.toString()).size() <= MOST_VALUES) {
                values(Groups.split(of, SIDES, codes, present), of, present, table);
            }
        }

        /// The observations that have a value; each code is looked at once.
        private int present(RowCodes codes, int[] kept) {
            byte[] known = new byte[codes.size()];
            int count = 0;
            for (int i = 0; i < kept.length; i++) {
                int code = codes.codes()[observations.rows()[i]];
                if (known[code] == 0) {
                    known[code] = (byte) (counts(codes, code) ? 1 : 2);
                }
                kept[count] = i;
                count += known[code] == 1 ? 1 : 0;
            }
            return count;
        }

        private void values(List<List<Value>> keys, int[] of, Observations present, SeriesTable table) {
            Set<Value> seen = table.seen(field.toString());
            keys.stream().map(List::getLast).forEach(seen::add);
            if (seen.size() > MOST_VALUES) {
                table.add(List.of(key(OVERFLOW, Value.NIL)), new int[of.length], present);
            } else {
                List<List<Value>> named = keys.stream()
                        .map(key -> key(key.getFirst(), key.getLast()))
                        .toList();
                table.add(named, of, present);
            }
        }

        /// An intrinsic that is empty was not given.
        private boolean counts(RowCodes codes, int code) {
            return !codes.missing().test(code)
                    && !(field instanceof IntrinsicRef
                            && codes.values().apply(code).equals(new Value.Text("")));
        }

        private List<Value> key(Value type, Value value) {
            return List.of(type, new Value.Text(field.toString()), value);
        }

        private Observations pick(int[] kept, int count) {
            int[] rows = new int[count];
            int[] intervals = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = observations.rows()[kept[i]];
                intervals[i] = observations.intervals()[kept[i]];
            }
            return new Observations(observations.batch(), count, rows, intervals);
        }
    }

    @Override
    public List<Line> lines(SeriesPartial found) {
        return CompareLines.of(found, compare.top());
    }
}

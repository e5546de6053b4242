package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Condition;
import io.rubato.query.internal.value.Value;
import io.rubato.traceql.Compare;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Pipeline;
import java.util.List;

/// `compare()`: how often each value of each attribute occurs among the selected spans and among the others. Ids,
/// times and places in the trace are left out, for hardly two spans share one.
record CompareLeaf(Pipeline pipeline, Compare compare, int intervals, Picks.Slots slots) implements Leaf {
    /// More different values of an attribute are not told apart.
    static final int MOST_VALUES = 2_000;

    static final Value BASELINE = new Value.Text("baseline");
    static final Value SELECTION = new Value.Text("selection");
    static final Value BASELINE_TOTAL = new Value.Text("baseline_total");
    static final Value SELECTION_TOTAL = new Value.Text("selection_total");

    /// Marks an attribute that has too many values.
    static final Value OVERFLOW = new Value.Text("overflow");

    private static final List<Intrinsic> INTRINSICS = List.of(
            Intrinsic.NAME,
            Intrinsic.KIND,
            Intrinsic.STATUS,
            Intrinsic.STATUS_MESSAGE,
            Intrinsic.CHILD_COUNT,
            Intrinsic.ROOT_NAME,
            Intrinsic.ROOT_SERVICE_NAME,
            Intrinsic.EVENT_NAME);
    private static final List<Intrinsic> OF_ORIGINS =
            List.of(Intrinsic.INSTRUMENTATION_NAME, Intrinsic.INSTRUMENTATION_VERSION);

    @Override
    public Table table(Budget budget) {
        return new CompareTable(intervals, slots, budget);
    }

    @Override
    public Bound bind(Binder binder) {
        Condition selection = binder.condition(compare.selection().expression());
        CompareSource source = new CompareSource(binder, refs(INTRINSICS), refs(OF_ORIGINS));
        return (observations, table) -> ((CompareTable) table).add(source, Sides.of(observations, selection, compare));
    }

    private static List<Field> refs(List<Intrinsic> intrinsics) {
        return intrinsics.stream().<Field>map(IntrinsicRef::new).toList();
    }

    @Override
    public List<Line> lines(SeriesPartial found) {
        return CompareLines.of(found, compare.top());
    }
}

package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.Pipeline;
import java.util.List;

/// A pipeline bound to one source: gives the spansets that it makes of each trace of a batch. Thread-safe.
public final class SpansetPlan {
    private final List<Step> steps;
    private final Bits batches;

    SpansetPlan(List<Step> steps, int batches) {
        this.steps = steps;
        this.batches = Bits.all(batches);
        steps.forEach(step -> this.batches.and(step.batches()));
    }

    /// @throws io.rubato.query.QueryException for a regular expression that is none
    public static SpansetPlan bind(Pipeline pipeline, Binder binder) {
        return new SpansetPlan(
                new StepBinder(binder).steps(pipeline), binder.source().batches());
    }

    /// The batches of the source that may have spansets: a superset. Shared, not to be changed.
    public Bits batches() {
        return batches;
    }

    /// The spansets of a batch of the source.
    public Spansets evaluate(BatchScope batch) {
        return apply(Spansets.whole(batch));
    }

    private Spansets apply(Spansets input) {
        Spansets sets = input;
        for (Step step : steps) {
            sets = step.apply(sets);
        }
        return sets;
    }

    /// The rows that are left of some spansets. Shared, not to be changed.
    Bits rows(Spansets input) {
        return batches.get(input.batch().number())
                ? apply(input).rows()
                : new Bits(input.batch().batch().rows());
    }
}

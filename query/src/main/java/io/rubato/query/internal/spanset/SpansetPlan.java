package io.rubato.query.internal.spanset;

import io.rubato.query.QueryException;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Coalesce;
import io.rubato.traceql.Expression;
import io.rubato.traceql.GroupBy;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.ScalarFilter;
import io.rubato.traceql.Select;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.SpansetOperation;
import io.rubato.traceql.Stage;
import java.util.ArrayList;
import java.util.List;

/// A pipeline bound to one source: gives the spansets that it makes of each trace of a batch. Thread-safe.
public final class SpansetPlan {
    private final List<Step> steps;
    private final Bits batches;

    private SpansetPlan(List<Step> steps, int batches) {
        this.steps = steps;
        this.batches = Bits.all(batches);
        steps.forEach(step -> this.batches.and(step.batches()));
    }

    /// @throws QueryException for a regular expression that is none
    public static SpansetPlan bind(Pipeline pipeline, Binder binder) {
        List<Step> steps = new ArrayList<>();
        Expression filter = null;
        for (Stage stage : pipeline.stages()) {
            switch (stage) {
                case SpansetFilter(Expression expression) ->
                    filter = filter == null ? expression : new Binary(BinaryOperator.AND, filter, expression);
                case Select _ -> {}
                case SpansetOperation operation -> throw unsupported("operator " + operation.operator(), operation);
                case Pipeline nested -> throw unsupported("nested pipeline", nested);
                case ScalarFilter scalar -> throw unsupported("aggregate", scalar);
                case GroupBy groupBy -> throw unsupported("grouping", groupBy);
                case Coalesce coalesce -> throw unsupported("grouping", coalesce);
            }
        }
        if (filter != null) {
            steps.add(new FilterStep(binder.condition(filter)));
        }
        return new SpansetPlan(steps, binder.source().batches());
    }

    /// The batches of the source that may have spansets: a superset. Shared, not to be changed.
    public Bits batches() {
        return batches;
    }

    /// The spansets of a batch of the source.
    public Spansets evaluate(BatchScope batch) {
        Spansets sets = Spansets.whole(batch);
        for (Step step : steps) {
            sets = step.apply(sets);
        }
        return sets;
    }

    private static QueryException unsupported(String what, Object node) {
        return new QueryException(what + " is not supported yet: " + node);
    }
}

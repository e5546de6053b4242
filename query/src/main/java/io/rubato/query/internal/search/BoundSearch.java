package io.rubato.query.internal.search;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.spanset.SpansetPlan;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;

/// A search bound to one source. Thread-safe.
///
/// @param reader reads the answer from that source
record BoundSearch(SpanSource source, SpansetPlan plan, SpanReader reader) implements Bindings.Bound {
    /// @throws io.rubato.storage.DamagedException when the source cannot be read
    static BoundSearch of(SpanSource source, PipelinePlan plan) {
        Binder binder = new Binder(source);
        return new BoundSearch(
                source, SpansetPlan.bind(plan.pipeline(), binder), new SpanReader(plan.fields(), binder));
    }

    @Override
    public Bits batches() {
        return plan.batches();
    }

    OpenBatch open(int batch, Runnable check) {
        return new OpenBatch(new BatchScope(source, batch, check), reader);
    }

    /// A batch with what reads the answer from it.
    record OpenBatch(BatchScope scope, SpanReader reader) {}
}

package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.spanset.SpansetPlan;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;

/// All stages of a query over one source. Thread-safe.
///
/// @param spans where the spans of each stage come from; equal pipelines are one
/// @param pipelines the index in `spans` of each stage
record BoundSource(SpanSource source, List<SpansetPlan> spans, List<Integer> pipelines, List<Leaf.Bound> leaves)
        implements Bindings.Bound {
    /// @throws io.rubato.storage.DamagedException when it cannot be read
    static BoundSource of(SpanSource source, List<Leaf> leaves) {
        Binder binder = new Binder(source);
        List<io.rubato.traceql.Pipeline> distinct =
                leaves.stream().map(Leaf::pipeline).distinct().toList();
        List<Leaf.Bound> bound = new ArrayList<>();
        List<Integer> pipelines = new ArrayList<>();
        for (Leaf leaf : leaves) {
            bound.add(leaf.bind(binder));
            pipelines.add(distinct.indexOf(leaf.pipeline()));
        }
        List<SpansetPlan> spans = distinct.stream()
                .map(pipeline -> SpansetPlan.bind(pipeline, binder))
                .toList();
        return new BoundSource(source, spans, pipelines, bound);
    }

    @Override
    public Bits batches() {
        Bits batches = new Bits(source.batches());
        spans.forEach(plan -> batches.or(plan.batches()));
        return batches;
    }
}

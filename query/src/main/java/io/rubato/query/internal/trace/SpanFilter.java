package io.rubato.query.internal.trace;

import io.rubato.query.QueryContext;
import io.rubato.query.TraceFilter;
import io.rubato.query.TraceSpans;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Condition;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds the spans of one trace that match, with those around them that are wanted too.
public final class SpanFilter {
    private static final int NONE = Integer.MAX_VALUE;

    /// Of a span in a set, roughly.
    private static final int KEY_BYTES = 90;

    private final TraceFilter filter;
    private final QueryContext context;

    public SpanFilter(TraceFilter filter, QueryContext context) {
        this.filter = filter;
        this.context = context;
    }

    public TraceSpans find(List<SpanSource> sources, TraceId id) {
        for (SpanSource source : sources) {
            context.check();
            int trace = source.findTrace(id);
            if (trace >= 0) {
                BatchScope scope = new BatchScope(source, source.batchOf(trace), context::check);
                int[] starts = scope.batch().traceStarts();
                int first = starts[trace - scope.batch().firstTrace()];
                int end = starts[trace - scope.batch().firstTrace() + 1];
                Bits hidden = scope.batch().hidden();
                if (hidden == null || !hidden.get(first)) {
                    return find(scope, first, end);
                }
            }
        }
        return new TraceSpans(Set.of(), 0, 0);
    }

    private TraceSpans find(BatchScope scope, int first, int end) {
        Batch batch = scope.batch();
        Condition condition =
                new Binder(scope.source()).condition(filter.spans().expression());
        Bits within = new Bits(batch.rows());
        within.setRange(first, end);
        Bits matched = condition.rows(scope, true, within);
        matched.and(within);
        Bits kept = matched.copy();
        int[] parents = batch.parents();
        addAncestors(matched, parents, kept);
        if (filter.matchDepth() != 0) {
            addDescendants(matched, parents, first, end, kept);
        }
        context.memory().keep(KEY_BYTES * (long) kept.count());
        Set<TraceSpans.Key> spans = new HashSet<>();
        long[] ids = batch.longs(SpanField.SPAN_ID);
        int[] kinds = batch.codes(CodedField.KIND);
        for (int row = kept.next(0); row >= 0; row = kept.next(row + 1)) {
            spans.add(new TraceSpans.Key(ids[row], kinds[row]));
        }
        return new TraceSpans(spans, end - first, batch.bytesRead());
    }

    private void addAncestors(Bits matched, int[] parents, Bits kept) {
        int levels = levels(filter.ancestorDepth());
        for (int row = matched.next(0); row >= 0; row = matched.next(row + 1)) {
            context.check();
            int parent = parents[row];
            for (int level = 0; level < levels && parent >= 0; level++) {
                // With all levels, what is above an ancestor that is kept is kept already.
                if (levels == Integer.MAX_VALUE && kept.get(parent) && !matched.get(parent)) {
                    break;
                }
                kept.set(parent);
                parent = parents[parent];
            }
        }
    }

    /// Works out for each span how far above it the nearest match is; each link to a parent is followed once.
    private void addDescendants(Bits matched, int[] parents, int first, int end, Bits kept) {
        int[] distances = new int[end - first];
        int[] path = new int[end - first];
        for (int row = first; row < end; row++) {
            int length = 0;
            int at = row;
            while (at >= 0 && distances[at - first] == 0 && !matched.get(at)) {
                path[length++] = at;
                at = parents[at];
            }
            int distance = at < 0 ? NONE : distances[at - first];
            while (length > 0) {
                distance = distance == NONE ? NONE : distance + 1;
                distances[path[--length] - first] = distance;
            }
            if (distances[row - first] <= levels(filter.matchDepth()) && distances[row - first] != NONE) {
                kept.set(row);
            }
        }
    }

    private static int levels(int depth) {
        return depth < 0 ? Integer.MAX_VALUE : depth;
    }
}

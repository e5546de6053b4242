package io.rubato.query.internal.search;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryMetrics;
import io.rubato.query.SearchRequest;
import io.rubato.query.SearchResult;
import io.rubato.query.TraceMatch;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.TraceFacts;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Scan;
import io.rubato.query.internal.spanset.SpansetPlan;
import io.rubato.query.internal.spanset.Spansets;
import io.rubato.storage.DamagedException;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// One search over one snapshot: batches are visited from the newest trace they may hold down, until as many traces as
/// asked for are found and no batch that is left can hold a newer one.
public final class Search {
    /// Up to this limit the batches of the traces found stay open until the answer is read from them.
    private static final int KEEP_OPEN = 100;

    private final List<SpanSource> sources = new ArrayList<>();
    private final SearchRequest request;
    private final QueryContext context;
    private final List<SpansetPlan> plans = new ArrayList<>();
    private final List<SpanReader> readers = new ArrayList<>();

    /// @throws io.rubato.query.QueryException for a query that cannot be executed
    public Search(List<SpanSource> all, SearchRequest request, QueryContext context) {
        this.request = request;
        this.context = context;
        PipelinePlan plan = PipelinePlan.of(request.query());
        for (SpanSource source : all) {
            try {
                Binder binder = new Binder(source);
                SpansetPlan bound = SpansetPlan.bind(plan.pipeline(), binder);
                readers.add(new SpanReader(plan.fields(), binder));
                plans.add(bound);
                sources.add(source);
            } catch (DamagedException damage) {
                context.report(damage);
            }
        }
    }

    public SearchResult run() {
        SearchPartial found = Scan.run(
                order(),
                SearchPartial.none(request.limit()),
                this::evaluate,
                (soFar, morsel) -> !soFar.admits(morsel.stats().maxTraceStart()),
                context);
        QueryMetrics metrics = new QueryMetrics(
                found.inspectedTraces(),
                found.inspectedSpans(),
                found.inspectedBytes(),
                sources.size(),
                sources.stream().mapToLong(SpanSource::bytes).sum());
        return new SearchResult(
                Coercion.apply(read(found.traces())),
                Hints.warnings(request.query().hints()),
                metrics);
    }

    private List<Morsel> order() {
        List<Morsel> order = new ArrayList<>();
        for (int s = 0; s < sources.size(); s++) {
            Bits batches = plans.get(s).batches();
            for (int b = batches.next(0); b >= 0; b = batches.next(b + 1)) {
                Morsel morsel = new Morsel(s, b, sources.get(s).stats(b));
                if (morsel.overlaps(request.startNanos(), request.endNanos())) {
                    order.add(morsel);
                }
            }
        }
        order.sort(Comparator.comparingLong((Morsel morsel) -> morsel.stats().maxTraceStart())
                .reversed());
        return order;
    }

    private BatchScope open(Morsel morsel) {
        return new BatchScope(sources.get(morsel.source()), morsel.batch(), context::check);
    }

    private SearchPartial evaluate(Morsel morsel, SearchPartial soFar) {
        BatchScope scope = open(morsel);
        Spansets sets = plans.get(morsel.source()).evaluate(scope);
        List<Candidate> newest = newest(sets, morsel, soFar);
        Batch batch = scope.batch();
        return new SearchPartial(request.limit(), newest, batch.traces(), batch.rows(), batch.bytesRead());
    }

    private List<Candidate> newest(Spansets sets, Morsel morsel, SearchPartial soFar) {
        PriorityQueue<Candidate> newest = new PriorityQueue<>(Comparator.reverseOrder());
        BatchScope scope = sets.batch();
        Bits rows = sets.rows();
        int[] starts = scope.batch().traceStarts();
        TraceFacts facts = scope.traces();
        for (int row = rows.next(0); row >= 0; ) {
            int at = Arrays.binarySearch(starts, 0, scope.batch().traces() + 1, row);
            int trace = at < 0 ? -at - 2 : at;
            long start = facts.start(trace);
            if (soFar.admits(start)
                    && start <= request.endNanos()
                    && (request.startNanos() <= start || facts.end(trace) >= request.startNanos())) {
                TraceId id = scope.source().traceId(scope.batch().firstTrace() + trace);
                newest.add(new Candidate(id, start, morsel, trace, List.of(), null));
                if (newest.size() > request.limit()) {
                    newest.remove();
                }
            }
            row = starts[trace + 1] < rows.size() ? rows.next(starts[trace + 1]) : -1;
        }
        Allowance memory = Allowance.ofMemory(context.limits().memoryBytes(), soFar.bytes());
        SetReader reader = new SetReader(sets, request.spansPerSpanset(), memory);
        return newest.stream()
                .sorted()
                .map(candidate ->
                        candidate.with(reader.sets(candidate.trace()), request.limit() <= KEEP_OPEN ? scope : null))
                .toList();
    }

    private List<TraceMatch> read(List<Candidate> found) {
        List<Candidate> byBatch = new ArrayList<>(found);
        byBatch.sort(Comparator.comparingInt(
                        (Candidate candidate) -> candidate.morsel().source())
                .thenComparingInt(candidate -> candidate.morsel().batch()));
        Map<TraceId, TraceMatch> read = new HashMap<>();
        Allowance result = Allowance.ofResult(context.limits().resultBytes());
        BatchScope last = null;
        Morsel lastMorsel = null;
        for (Candidate candidate : byBatch) {
            Morsel morsel = candidate.morsel();
            BatchScope scope = candidate.open();
            context.check();
            if (scope == null) {
                scope = last != null && morsel.equals(lastMorsel) ? last : open(morsel);
                last = scope;
                lastMorsel = morsel;
            }
            read.put(candidate.id(), TraceReader.read(candidate, scope, readers.get(morsel.source()), result));
        }
        return found.stream().map(candidate -> read.get(candidate.id())).toList();
    }
}

package io.rubato.query.internal.search;

import io.rubato.query.Explanation;
import io.rubato.query.ProgressListener;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryMetrics;
import io.rubato.query.SearchOptions;
import io.rubato.query.SearchOptions.Order;
import io.rubato.query.SearchPage;
import io.rubato.query.SearchRequest;
import io.rubato.query.SearchResult;
import io.rubato.query.TraceMatch;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.TraceFacts;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Scan;
import io.rubato.query.internal.search.BoundSearch.OpenBatch;
import io.rubato.query.internal.spanset.Spansets;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
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
/// asked for are found and no batch that is left can hold a newer one; all of them for another order, or a count.
public final class Search {
    /// Up to this limit the batches of the traces found stay open until the answer is read from them.
    private static final int KEEP_OPEN = 100;

    private final SearchRequest request;
    private final SearchOptions options;
    private final QueryContext context;
    private final Bindings<BoundSearch> sources;

    /// @throws io.rubato.query.QueryException for a query that cannot be executed
    public Search(List<SpanSource> all, SearchRequest request, QueryContext context) {
        this(all, request, SearchOptions.USUAL, context);
    }

    /// @throws io.rubato.query.QueryException for a query that cannot be executed
    public Search(List<SpanSource> all, SearchRequest request, SearchOptions options, QueryContext context) {
        this.request = request;
        this.options = options;
        this.context = context;
        PipelinePlan plan = PipelinePlan.of(request.query());
        this.sources = new Bindings<>(all, this::isWanted, source -> BoundSearch.of(source, plan), context);
    }

    public SearchResult run() {
        return page().result();
    }

    public SearchPage page() {
        List<Morsel> order = order();
        SearchPartial found = run(order, (soFar, visited) -> {});
        explain();
        SearchResult result = result(found, read(found.traces(), Allowance.ofResult(context)), new Coercion());
        SearchOptions.Cursor last = found.traces().isEmpty()
                ? null
                : new SearchOptions.Cursor(
                        found.traces().getLast().rank(),
                        found.traces().getLast().id());
        return new SearchPage(result, options.countAll() ? found.matches() : -1, last);
    }

    /// Tells the listener of traces once neither they nor their place can change: of each one once.
    ///
    /// @return the traces that the listener was not told of, and what the whole took
    public SearchResult run(ProgressListener<SearchResult> listener) {
        List<Morsel> order = order();
        Coercion coercion = new Coercion();
        int[] told = {0};
        SearchPartial found = run(order, (soFar, visited) -> {
            // After the last batch the answer itself follows at once.
            if (visited < order.size() && listener.wants()) {
                long left = order.get(visited).stats().maxTraceStart();
                int sure = told[0];
                while (sure < soFar.traces().size() && soFar.traces().get(sure).rank() > left) {
                    sure++;
                }
                Allowance part = Allowance.ofResult(context);
                List<TraceMatch> more = read(soFar.traces().subList(told[0], sure), part);
                told[0] = sure;
                listener.progressed(result(soFar, more, coercion), visited, order.size());
                part.release();
            }
        });
        List<Candidate> left = found.traces().subList(told[0], found.traces().size());
        return result(found, read(left, Allowance.ofResult(context)), coercion);
    }

    private SearchPartial run(List<Morsel> order, Scan.Watcher<SearchPartial> watcher) {
        boolean all = options.countAll() || options.order() != Order.NEWEST;
        long[] held = {0};
        return Scan.run(
                order,
                SearchPartial.none(request.limit()),
                this::evaluate,
                (soFar, morsel) -> !all && !soFar.admits(morsel.stats().maxTraceStart()),
                sources::rulesOut,
                (soFar, visited) -> {
                    long now = soFar.heldBytes();
                    context.memory().release(held[0]);
                    held[0] = 0;
                    context.memory().use(now);
                    held[0] = now;
                    watcher.reached(soFar, visited);
                },
                context);
    }

    private SearchResult result(SearchPartial found, List<TraceMatch> traces, Coercion coercion) {
        QueryMetrics metrics = new QueryMetrics(
                found.inspectedTraces(),
                found.inspectedSpans(),
                found.inspectedBytes(),
                sources.sources().size(),
                sources.sources().stream().mapToLong(SpanSource::bytes).sum());
        return new SearchResult(
                coercion.apply(traces), Hints.warnings(request.query().hints()), metrics);
    }

    private void explain() {
        Explanation explanation = context.explanation();
        if (explanation == null) {
            return;
        }
        int[] candidates = sources.candidates();
        for (int s = 0; s < candidates.length; s++) {
            SpanSource source = sources.sources().get(s);
            explanation.add(new Explanation.Source(source.name(), source.batches(), candidates[s], source.bytes()));
        }
    }

    private List<Morsel> order() {
        List<Morsel> order = new ArrayList<>(sources.morsels());
        order.sort(Comparator.comparingLong((Morsel morsel) -> morsel.stats().maxTraceStart())
                .reversed());
        return order;
    }

    private boolean isWanted(BatchStats stats) {
        return Morsel.overlaps(stats, request.startNanos(), request.endNanos()) && !isBeforeCursor(stats);
    }

    /// Whether all traces of a batch come before those asked for.
    private boolean isBeforeCursor(BatchStats stats) {
        return !options.countAll()
                && options.order() == Order.NEWEST
                && options.after() != null
                && stats.minStart() > options.after().rank();
    }

    private SearchPartial evaluate(Morsel morsel, SearchPartial soFar) {
        return sources.visit(morsel, SearchPartial.none(request.limit()), bound -> {
            OpenBatch open = bound.open(morsel.batch(), context::check);
            Spansets sets = bound.plan().evaluate(open.scope(), context.explanation());
            Batch batch = open.scope().batch();
            return first(sets, morsel, open, soFar).and(batch.traces(), batch.rows(), batch.bytesRead());
        });
    }

    private SearchPartial first(Spansets sets, Morsel morsel, OpenBatch open, SearchPartial soFar) {
        PriorityQueue<Candidate> newest = new PriorityQueue<>(Comparator.reverseOrder());
        BatchScope scope = open.scope();
        Bits rows = sets.rows();
        int[] starts = scope.batch().traceStarts();
        TraceFacts facts = scope.traces();
        long matches = 0;
        for (int row = rows.next(0); row >= 0; ) {
            int at = Arrays.binarySearch(starts, 0, scope.batch().traces() + 1, row);
            int trace = at < 0 ? -at - 2 : at;
            long start = facts.start(trace);
            if (start <= request.endNanos()
                    && (request.startNanos() <= start || facts.end(trace) >= request.startNanos())) {
                matches++;
                long rank = rank(scope, trace);
                TraceId id = scope.batch().traceId(trace);
                if (soFar.admits(rank)
                        && (options.after() == null || options.after().isBefore(rank, id))) {
                    newest.add(new Candidate(id, rank, morsel, trace, List.of(), null));
                    if (newest.size() > request.limit()) {
                        newest.remove();
                    }
                }
            }
            row = starts[trace + 1] < rows.size() ? rows.next(starts[trace + 1]) : -1;
        }
        Allowance memory = Allowance.ofMemory(context, soFar.bytes());
        SetReader reader = new SetReader(sets, request.spansPerSpanset(), memory);
        List<Candidate> first;
        try {
            first = newest.stream()
                    .sorted()
                    .map(candidate ->
                            candidate.with(reader.sets(candidate.trace()), request.limit() <= KEEP_OPEN ? open : null))
                    .toList();
        } finally {
            // What is kept of it counts once it is merged.
            memory.release();
        }
        return new SearchPartial(request.limit(), first, matches, 0, 0, 0);
    }

    private long rank(BatchScope scope, int trace) {
        return switch (options.order()) {
            case NEWEST -> scope.traces().start(trace);
            case LONGEST -> scope.traces().duration(trace);
            case MOST_ERRORS -> TraceReader.errors(scope, trace);
        };
    }

    private List<TraceMatch> read(List<Candidate> found, Allowance result) {
        List<Candidate> byBatch = new ArrayList<>(found);
        byBatch.sort(Comparator.comparingInt(
                        (Candidate candidate) -> candidate.morsel().source())
                .thenComparingInt(candidate -> candidate.morsel().batch()));
        Map<TraceId, TraceMatch> read = new HashMap<>();
        BoundSearch bound = null;
        OpenBatch last = null;
        Morsel lastMorsel = null;
        for (Candidate candidate : byBatch) {
            Morsel morsel = candidate.morsel();
            OpenBatch open = candidate.open();
            context.check();
            if (open == null) {
                if (bound == null || lastMorsel == null || morsel.source() != lastMorsel.source()) {
                    bound = sources.again(morsel);
                }
                open = last != null && morsel.equals(lastMorsel) ? last : bound.open(morsel.batch(), context::check);
                last = open;
                lastMorsel = morsel;
            }
            read.put(candidate.id(), read(candidate, open, result));
        }
        return found.stream().map(candidate -> read.get(candidate.id())).toList();
    }

    private TraceMatch read(Candidate candidate, OpenBatch open, Allowance result) {
        BatchScope scope = open.scope();
        SpanReader reader = open.reader();
        Explanation explanation = context.explanation();
        if (explanation == null) {
            return TraceReader.read(candidate, scope, reader, result);
        }
        long start = System.nanoTime();
        long bytes = scope.batch().bytesRead();
        TraceMatch trace = TraceReader.read(candidate, scope, reader, result);
        int spans =
                trace.spansets().stream().mapToInt(set -> set.spans().size()).sum();
        explanation.add(new Explanation.Operator(
                "answer", 1, spans, spans, scope.batch().bytesRead() - bytes, System.nanoTime() - start));
        return trace;
    }
}

package io.rubato.server.internal.prometheus;

import io.rubato.query.Breakdown;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.QueryException;
import io.rubato.query.QueryMemory;
import io.rubato.query.ServiceGraph.Edge;
import io.rubato.query.SpanMoment;
import io.rubato.query.SpanSeries;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.storage.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// Counts the spans that start in a window before each of many times: the range is scanned once, in the intervals that
/// the ends of windows cut it into, and from window to window what comes in is added and what goes out is taken away.
/// Not thread-safe.
final class SlidingWindow {
    private final Snapshot snapshot;
    private final QueryEngine engine;
    private final QueryContext context;
    private final SeriesLabels labels;
    private final What what;
    private final boolean exponential;
    private final long[] starts;
    private final long[] ends;

    private int firstStep;
    private int stepCount;
    private int mostSteps;

    /// Memory of what is in the intervals, bytes.
    private long scanned;

    private long[] edges = {};
    private List<Interval> intervals = List.of();
    private SeriesTable table;
    private int from;
    private int to;

    /// What is counted.
    enum What {
        CALLS,
        SPANS,
        /// Spans and their bytes.
        SIZED_SPANS
    }

    /// @param exponential whether histograms have native buckets too
    /// @param times at which the windows end, in order, they themselves included
    SlidingWindow(
            Snapshot snapshot,
            QueryEngine engine,
            QueryContext context,
            SeriesLabels labels,
            What what,
            boolean exponential,
            long rangeNanos,
            long[] times) {
        this.snapshot = snapshot;
        this.engine = engine;
        this.context = context;
        this.labels = labels;
        this.what = what;
        this.exponential = exponential;
        this.starts = Arrays.stream(times).map(time -> after(time - rangeNanos)).toArray();
        this.ends = Arrays.stream(times).map(SlidingWindow::after).toArray();
        this.mostSteps = times.length;
        this.table = new SeriesTable(labels, exponential);
    }

    private static long after(long nanos) {
        return nanos == Long.MAX_VALUE ? nanos : nanos + 1;
    }

    /// What was counted in one interval.
    private record Interval(List<Edge> calls, List<SpanSeries> spans) {
        Interval() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /// What was counted in the window of a step. Steps are asked for in order; the table changes with the next.
    SeriesTable at(int step) {
        if (step >= firstStep + stepCount) {
            load(step);
        }
        int first = Arrays.binarySearch(edges, starts[step]);
        int last = Arrays.binarySearch(edges, ends[step]);
        for (; to < last; to++) {
            add(intervals.get(to), 1);
        }
        for (; from < first; from++) {
            add(intervals.get(from), -1);
        }
        return table;
    }

    private void add(Interval interval, int sign) {
        interval.calls.forEach(edge -> table.add(edge, sign, UnaryOperator.identity()));
        for (SpanSeries series : interval.spans) {
            // Where bytes are not counted, there are some.
            long bytes = what == What.SIZED_SPANS
                    ? series.bytes()
                    : series.durations().count();
            table.add(series, bytes, sign, UnaryOperator.identity());
        }
    }

    /// Scans what the windows from a step on need: for as many of them as there is memory for.
    private void load(int step) {
        int count = Math.min(mostSteps, connected(step));
        QueryMemory.Claim memory = context.memory();
        memory.release(scanned);
        scanned = 0;
        while (true) {
            long before = memory.counted();
            try {
                scan(step, count);
                scanned = memory.counted() - before;
                firstStep = step;
                stepCount = count;
                return;
            } catch (QueryException e) {
                memory.release(memory.counted() - before);
                if (count == 1 || e.reason() != QueryException.Reason.TOO_LARGE) {
                    throw e;
                }
                count = (count + 1) / 2;
                mostSteps = count;
            }
        }
    }

    /// How many windows there are from a step on with nothing left out between them.
    private int connected(int step) {
        int next = step + 1;
        while (next < starts.length && starts[next] <= ends[next - 1]) {
            next++;
        }
        return next - step;
    }

    private void scan(int step, int count) {
        edges = LongStream.concat(Arrays.stream(starts, step, step + count), Arrays.stream(ends, step, step + count))
                .sorted()
                .distinct()
                .toArray();
        long[] cuts = edges.length < 3 ? new long[0] : Arrays.copyOfRange(edges, 1, edges.length - 1);
        List<Interval> found = new ArrayList<>();
        for (int i = 0; i <= cuts.length; i++) {
            found.add(new Interval());
        }
        ask(edges[0], edges[edges.length - 1], cuts, found);
        intervals = found;
        table = new SeriesTable(labels, exponential);
        from = 0;
        to = 0;
    }

    private void ask(long start, long end, long[] cuts, List<Interval> found) {
        switch (what) {
            case CALLS -> {
                Breakdown by = new Breakdown(labels.ofCalls(), cuts);
                GraphRequest request =
                        new GraphRequest(null, start, end, SpanMoment.START, labels.peerAttributes(), by);
                engine.graph(snapshot, request, context)
                        .edges()
                        .forEach(
                                edge -> found.get(edge.slice().interval()).calls.add(edge));
            }
            case SPANS, SIZED_SPANS -> {
                Breakdown by = new Breakdown(labels.ofSpans(), cuts);
                SpanSeriesRequest request =
                        new SpanSeriesRequest(null, start, end, SpanMoment.START, by, what == What.SIZED_SPANS);
                engine.spanSeries(snapshot, request, context)
                        .forEach(one -> found.get(one.slice().interval()).spans.add(one));
            }
        }
    }
}

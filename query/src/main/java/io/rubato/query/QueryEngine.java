package io.rubato.query;

import io.rubato.query.internal.graph.Graph;
import io.rubato.query.internal.graph.SeriesSearch;
import io.rubato.query.internal.metrics.Metrics;
import io.rubato.query.internal.search.Search;
import io.rubato.query.internal.tags.NameSearch;
import io.rubato.query.internal.tags.ValueSearch;
import io.rubato.query.internal.trace.SpanFilter;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers questions about a snapshot. What is damaged is left out, see [QueryContext#damage()]. Stateless and
/// thread-safe; the caller closes the snapshot.
public final class QueryEngine {
    /// The newest traces of which the query leaves spans.
    ///
    /// @throws QueryException for a query that cannot be executed, is cancelled or takes too long
    public SearchResult search(Snapshot snapshot, SearchRequest request, QueryContext context) {
        return new Search(snapshot.sources(), request, context).run();
    }

    /// A whole trace as a serialized `TracesData`, or null when it is not stored. The query keeps it.
    ///
    /// @throws QueryException when it is larger than a query may keep, or all queries together need too much
    public byte @Nullable [] trace(Snapshot snapshot, TraceId id, QueryContext context) {
        byte[] trace = snapshot.trace(id, context.memory(), context::report);
        if (trace != null) {
            context.memory().keep(trace.length);
        }
        return trace;
    }

    /// Those of several traces that are stored, each as [#trace] gives it.
    ///
    /// @param instead what to ask for when they are too large, for the message
    /// @throws QueryException when they are larger than an answer may be, or than a query may keep, or when it is
    ///     cancelled or takes too long
    public List<byte[]> traces(Snapshot snapshot, List<TraceId> ids, QueryContext context, String instead) {
        List<byte[]> traces = new ArrayList<>();
        long bytes = 0;
        for (TraceId id : ids) {
            context.check();
            byte[] trace = trace(snapshot, id, context);
            if (trace != null) {
                traces.add(trace);
                bytes += trace.length;
            }
            if (bytes > context.limits().resultBytes()) {
                throw new QueryException(
                        QueryException.Reason.TOO_LARGE,
                        "the traces are over " + context.limits().resultBytes() + " bytes, expected " + instead);
            }
        }
        return traces;
    }

    /// Spans of one trace; none when it is not stored.
    ///
    /// @throws QueryException for a filter that cannot be executed, or when it is cancelled or takes too long
    public TraceSpans filter(Snapshot snapshot, TraceId id, TraceFilter filter, QueryContext context) {
        return new SpanFilter(filter, context).find(snapshot.sources(), id);
    }

    /// The same, telling of traces as they are found.
    ///
    /// @param listener told of each trace once, when neither it nor its place in the answer can change
    /// @return the traces that the listener was not told of, and what the whole took
    /// @throws QueryException for a query that cannot be executed, is cancelled or takes too long
    public SearchResult search(
            Snapshot snapshot, SearchRequest request, ProgressListener<SearchResult> listener, QueryContext context) {
        return new Search(snapshot.sources(), request, context).run(listener);
    }

    /// A search in any order, a part at a time.
    ///
    /// @throws QueryException for a query that cannot be executed, is cancelled or takes too long
    public SearchPage page(Snapshot snapshot, SearchRequest request, SearchOptions options, QueryContext context) {
        return new Search(snapshot.sources(), request, options, context).page();
    }

    /// Numbers over time, telling what is known of them meanwhile.
    ///
    /// @param listener told of all series as far as the batches visited make them
    /// @throws QueryException as without a listener
    public MetricsResult metrics(
            Snapshot snapshot, MetricsRequest request, ProgressListener<MetricsResult> listener, QueryContext context) {
        return new Metrics(snapshot.sources(), request, context).run(listener, context);
    }

    /// Numbers over time.
    ///
    /// @throws QueryException for a query that is none of metrics or cannot be executed, and over a limit
    public MetricsResult metrics(Snapshot snapshot, MetricsRequest request, QueryContext context) {
        return new Metrics(snapshot.sources(), request, context).run(context);
    }

    /// The graph of services.
    ///
    /// @throws QueryException for a filter that cannot be executed, or when it is cancelled or takes too much
    public ServiceGraph graph(Snapshot snapshot, GraphRequest request, QueryContext context) {
        return new Graph(snapshot.sources(), request).run(context);
    }

    /// The graph of services and the series of the same spans, for less than both cost one after the other.
    ///
    /// @param by what the series are broken down by
    /// @param sizes whether the bytes of spans are counted
    /// @throws QueryException as for the graph
    public SpanActivity activity(
            Snapshot snapshot, GraphRequest request, Breakdown by, boolean sizes, QueryContext context) {
        return new Graph(snapshot.sources(), request).activity(by, sizes, context);
    }

    /// Rate, errors and durations of spans by service, name, kind and status, in this order. Spans of no service
    /// are left out.
    ///
    /// @throws QueryException as for the graph
    public List<SpanSeries> spanSeries(Snapshot snapshot, SpanSeriesRequest request, QueryContext context) {
        return new SeriesSearch(snapshot.sources(), request, context).run(context);
    }

    /// The names of attributes. Rows of a source are not read where neither a filter nor the time range leaves out any
    /// of its traces.
    ///
    /// @throws QueryException when it is cancelled or takes too long
    public TagNames tagNames(Snapshot snapshot, TagRequest request, QueryContext context) {
        return new NameSearch(snapshot.sources(), request, context).run(context);
    }

    /// The values of an attribute or intrinsic; none of a duration or a position in the trace, and all keywords of
    /// status and kind where there is no filter.
    ///
    /// @throws QueryException when it is cancelled or takes too long
    public TagValues tagValues(Snapshot snapshot, TagValuesRequest request, QueryContext context) {
        return new ValueSearch(snapshot.sources(), request, context).run(context);
    }
}

package io.rubato.query;

import io.rubato.query.internal.metrics.Metrics;
import io.rubato.query.internal.search.Search;
import io.rubato.query.internal.tags.NameSearch;
import io.rubato.query.internal.tags.ValueSearch;
import io.rubato.storage.Snapshot;

/// Answers questions about a snapshot. What is damaged is left out, see [QueryContext#damage()]. Stateless and
/// thread-safe; the caller closes the snapshot.
public final class QueryEngine {
    /// The newest traces of which the query leaves spans.
    ///
    /// @throws QueryException for a query that cannot be executed, is cancelled or takes too long
    public SearchResult search(Snapshot snapshot, SearchRequest request, QueryContext context) {
        return new Search(snapshot.sources(), request, context).run();
    }

    /// Numbers over time.
    ///
    /// @throws QueryException for a query that is none of metrics or cannot be executed, and over a limit
    public MetricsResult metrics(Snapshot snapshot, MetricsRequest request, QueryContext context) {
        return new Metrics(snapshot.sources(), request, context).run(context);
    }

    /// The names of attributes. Where neither a filter nor the time range leaves anything out, rows are not read.
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

package io.rubato.query;

import io.rubato.query.internal.search.Search;
import io.rubato.storage.Snapshot;

/// Answers questions about a snapshot. Stateless and thread-safe; the caller closes the snapshot.
public final class QueryEngine {
    /// The newest traces of which the query leaves spans.
    ///
    /// @throws QueryException for a query that cannot be executed, is cancelled or takes too long
    public SearchResult search(Snapshot snapshot, SearchRequest request, QueryContext context) {
        return new Search(snapshot.sources(), request).run(context);
    }
}

package io.rubato.server.internal.edges;

import io.rubato.query.QueryContext;
import io.rubato.storage.Snapshot;
import java.util.List;

/// Tells which service calls which. Thread-safe.
@FunctionalInterface
public interface ServiceEdges {
    /// @param startNanos, endNanos when the called spans start, Unix nanoseconds, both inclusive
    /// @return sorted by caller, then by who is called
    List<ServiceEdge> between(Snapshot snapshot, long startNanos, long endNanos, QueryContext context);

    /// Calls from one service to another.
    ///
    /// @param errors how many of the calls ended with status error
    record ServiceEdge(String parent, String child, long calls, long errors) {}
}

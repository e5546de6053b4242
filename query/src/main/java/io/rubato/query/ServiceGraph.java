package io.rubato.query;

import java.util.List;

/// Who calls whom. docs/http-api.md says what counts as a call.
///
/// @param nodes by name
/// @param edges by client, server, kind and slice
/// @param inspectedSpans how many spans were looked at
public record ServiceGraph(List<Node> nodes, List<Edge> edges, long inspectedSpans) {
    /// What something in the graph is.
    public enum NodeKind {
        /// It sends spans.
        SERVICE,
        /// A database that is called and sends none.
        DATABASE,
        /// A broker of messages whose other side sends no spans.
        MESSAGING,
        /// Anything else that sends none: a peer, or users.
        VIRTUAL
    }

    /// What a call is.
    public enum EdgeKind {
        CALL,
        DATABASE,
        MESSAGING,
        /// One side sends no spans.
        VIRTUAL
    }

    /// @param name `service.name`, or what the spans of those who call it name it
    /// @param calls how often it was called
    /// @param errors how many of them failed
    /// @param durations of the calls; as the caller sees them where it sends no spans itself
    public record Node(String name, NodeKind kind, long calls, long errors, Durations durations) {}

    /// @param slice the part of the breakdown
    /// @param errors calls of which the span on either side has status error
    /// @param clientDurations of the callers' spans: fewer than calls where a caller has none of its own
    /// @param serverDurations of the spans of the called: none where it sends none
    /// @param exemplar one of the calls
    public record Edge(
            String client,
            String server,
            EdgeKind kind,
            Slice slice,
            long calls,
            long errors,
            Durations clientDurations,
            Durations serverDurations,
            Exemplar exemplar) {}
}

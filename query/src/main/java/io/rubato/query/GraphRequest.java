package io.rubato.query;

import io.rubato.traceql.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question for the graph of services.
///
/// @param filter the spans that count, parsed and validated, or null for all. A call counts if the span on either side
///     of it does
/// @param startNanos, endNanos when a called span was, Unix nanoseconds; the end is not included
/// @param moment which moment of the span that is
/// @param peerAttributes the attributes that name what is called where it sends no spans; the first that a span has
/// @param by what edges are broken down by; nodes are not
public record GraphRequest(
        @Nullable Query filter,
        long startNanos,
        long endNanos,
        SpanMoment moment,
        List<String> peerAttributes,
        Breakdown by) {
    /// Tempo's.
    public static final List<String> PEER_ATTRIBUTES =
            List.of("peer.service", "db.name", "db.system", "db.system.name");

    /// The graph of calls that begin in a range with Tempo's peer attributes.
    public GraphRequest(@Nullable Query filter, long startNanos, long endNanos) {
        this(filter, startNanos, endNanos, SpanMoment.START, PEER_ATTRIBUTES, Breakdown.NONE);
    }
}

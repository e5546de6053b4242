package io.rubato.server.internal.edges;

import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.ServiceGraph;
import io.rubato.storage.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The edges of the graph of services, of all kinds together. Who calls from outside is no service.
public final class GraphEdges implements ServiceEdges {
    private static final String OUTSIDE = "user";
    private final QueryEngine engine = new QueryEngine();

    @Override
    public List<ServiceEdge> between(Snapshot snapshot, long startNanos, long endNanos, QueryContext context) {
        GraphRequest request = new GraphRequest(null, startNanos, Math.min(endNanos, Long.MAX_VALUE - 1) + 1);
        Map<String, Map<String, ServiceEdge>> edges = new TreeMap<>();
        for (ServiceGraph.Edge edge : engine.graph(snapshot, request, context).edges()) {
            if (edge.kind() != ServiceGraph.EdgeKind.VIRTUAL || !edge.client().equals(OUTSIDE)) {
                edges.computeIfAbsent(edge.client(), _ -> new TreeMap<>())
                        .merge(
                                edge.server(),
                                new ServiceEdge(edge.client(), edge.server(), edge.calls(), edge.errors()),
                                GraphEdges::sum);
            }
        }
        return edges.values().stream()
                .flatMap(called -> called.values().stream())
                .toList();
    }

    private static ServiceEdge sum(ServiceEdge a, ServiceEdge b) {
        return new ServiceEdge(a.parent(), a.child(), a.calls() + b.calls(), a.errors() + b.errors());
    }
}

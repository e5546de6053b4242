package io.rubato.query.internal.graph;

import io.rubato.query.Breakdown;
import io.rubato.query.Durations;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.ServiceGraph;
import io.rubato.query.ServiceGraph.Edge;
import io.rubato.query.ServiceGraph.Node;
import io.rubato.query.ServiceGraph.NodeKind;
import io.rubato.query.SpanActivity;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.graph.ActivityTally.BoundActivity;
import io.rubato.query.internal.graph.GraphTally.BoundGraph;
import io.rubato.query.internal.graph.SeriesTally.BoundSeries;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One question for the graph over one snapshot.
public final class Graph {
    private final List<SpanSource> all;
    private final GraphRequest request;
    private final SpanSelection selection;

    /// @throws io.rubato.query.QueryException for a filter that cannot be executed
    public Graph(List<SpanSource> all, GraphRequest request) {
        this.all = all;
        this.request = request;
        this.selection = SpanSelection.of(request.filter(), request.startNanos(), request.endNanos(), request.moment());
    }

    /// @throws io.rubato.query.QueryException when it is cancelled, takes too long, or takes too much memory
    public ServiceGraph run(QueryContext context) {
        Bindings<BoundGraph> sources =
                new Bindings<>(all, selection::overlaps, source -> bind(new Binder(source)), context);
        return graph(RangeScan.run(sources, () -> new GraphTally(request.by(), context), context));
    }

    private BoundGraph bind(Binder binder) {
        return new BoundGraph(
                selection.bind(binder),
                new Peers(binder, request.peerAttributes()),
                BoundBreakdown.of(binder, request.by()));
    }

    /// The graph, and the series of the same spans.
    ///
    /// @param ofSeries what the series are broken down by
    /// @param sizes whether the bytes of spans are counted
    /// @throws io.rubato.query.QueryException as without them
    public SpanActivity activity(Breakdown ofSeries, boolean sizes, QueryContext context) {
        Bindings<BoundActivity> sources =
                new Bindings<>(all, selection::overlaps, source -> bind(new Binder(source), ofSeries), context);
        ActivityTally.Both found = RangeScan.run(
                sources,
                () -> new ActivityTally(
                        new GraphTally(request.by(), context), new SeriesTally(ofSeries, sizes, context)),
                context);
        return new SpanActivity(graph(found.graph()), SeriesSearch.series(found.series()));
    }

    private BoundActivity bind(Binder binder, Breakdown ofSeries) {
        BoundGraph graph = bind(binder);
        return new BoundActivity(graph, new BoundSeries(graph.range(), BoundBreakdown.of(binder, ofSeries)));
    }

    private static ServiceGraph graph(GraphPartial found) {
        return new ServiceGraph(nodes(found), edges(found), found.spans());
    }

    private static List<Node> nodes(GraphPartial found) {
        Map<String, NodeKind> kinds = new TreeMap<>();
        found.services().keySet().forEach(name -> kinds.put(name, NodeKind.SERVICE));
        Map<String, Red> called = new TreeMap<>(found.services());
        found.edges().forEach((key, red) -> {
            kinds.merge(key.client(), key.clientKind(), Graph::surer);
            kinds.merge(key.server(), key.serverKind(), Graph::surer);
            if (key.serverKind() != NodeKind.SERVICE && !found.services().containsKey(key.server())) {
                called.merge(key.server(), red, Red::sum);
            }
        });
        List<Node> nodes = new ArrayList<>();
        kinds.forEach((name, kind) -> nodes.add(node(name, kind, called.getOrDefault(name, new Red()))));
        return nodes;
    }

    /// Of two things that a name is said to be.
    private static NodeKind surer(NodeKind a, NodeKind b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Node node(String name, NodeKind kind, Red red) {
        Durations durations = kind == NodeKind.SERVICE ? red.server : red.client;
        return new Node(name, kind, red.calls, red.errors, durations);
    }

    private static List<Edge> edges(GraphPartial found) {
        Map<EdgeKey, Red> merged = new TreeMap<>(EdgeKey.ORDER);
        // What the ends are is told by the nodes.
        found.edges().forEach((key, red) -> {
            EdgeKey shown = new EdgeKey(
                    key.client(), NodeKind.SERVICE, key.server(), NodeKind.SERVICE, key.kind(), key.slice());
            merged.merge(shown, red, Red::sum);
        });
        List<Edge> edges = new ArrayList<>();
        merged.forEach((key, red) -> edges.add(new Edge(
                key.client(),
                key.server(),
                key.kind(),
                key.slice(),
                red.calls,
                red.errors,
                red.client,
                red.server,
                red.exemplar())));
        return edges;
    }
}

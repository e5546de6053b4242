package io.rubato.query.internal.graph;

import io.rubato.query.Breakdown;
import io.rubato.query.QueryContext;
import io.rubato.query.ServiceGraph.EdgeKind;
import io.rubato.query.ServiceGraph.NodeKind;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.graph.SpanRange.Chosen;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanField;

/// Counts calls between services.
final class GraphTally implements Tally<GraphTally.BoundGraph, GraphPartial> {
    private static final int ERROR = 2;
    private static final String USER = "user";

    private final Names names = new Names();
    private final LastSource<Services> services = new LastSource<>(source -> new Services(source, names));
    private final int user = names.number(USER);
    private final RedTable nodes;
    private final SlicedTable edges;
    private final int[] values;
    private long spans;

    GraphTally(Breakdown by, QueryContext context) {
        long memory = context.limits().memoryBytes() / context.parallelism() / 2;
        this.nodes = new RedTable(memory, context.memory());
        this.edges = new SlicedTable(by, 2, names, memory, context.memory());
        this.values = new int[edges.values()];
    }

    /// A source with what is asked of it.
    record BoundGraph(SpanRange range, Peers peers, BoundBreakdown by) implements SpanRange.Bound {}

    @Override
    public void add(BoundGraph bound, BatchScope scope, BatchStats stats) {
        Chosen chosen = bound.range().of(scope, stats, bound.by().by().cuts());
        Peers.Reader peers = bound.peers().reader(scope, names);
        BoundBreakdown.Reader by = bound.by().reader(scope, names);
        new OfBatch(scope, chosen, new Calls(scope, services.of(scope.source())), peers, by).count();
        spans += scope.batch().rows();
    }

    @Override
    public GraphPartial result() {
        return new GraphPartial(
                nodes.byKey(key -> names.text((int) key)),
                edges.byKey((key, slice) -> EdgeKey.unpack(key, slice, names)),
                spans);
    }

    /// The calls of one batch.
    private final class OfBatch {
        private final BatchScope scope;
        private final Chosen chosen;
        private final Calls calls;
        private final Peers.Reader peers;
        private final BoundBreakdown.Reader by;
        private final long[] durations;
        private final int[] status;
        private final Examples examples;

        OfBatch(BatchScope scope, Chosen chosen, Calls calls, Peers.Reader peers, BoundBreakdown.Reader by) {
            this.scope = scope;
            this.chosen = chosen;
            this.calls = calls;
            this.peers = peers;
            this.by = by;
            Batch batch = scope.batch();
            this.durations = batch.longs(SpanField.DURATION);
            this.status = batch.codes(CodedField.STATUS);
            this.examples = new Examples(scope, durations);
        }

        void count() {
            for (int row = 0; row < calls.rows(); row++) {
                scope.pause(row);
                if (!chosen.inRange(row) || chosen.isHidden(row)) {
                    continue;
                }
                if (calls.enters(row)) {
                    entered(row);
                }
                if (calls.isUnanswered(row) && chosen.passes(row)) {
                    unanswered(row);
                }
            }
        }

        private void entered(int row) {
            int service = calls.service(row);
            boolean passes = chosen.passes(row);
            if (passes) {
                Red node = nodes.at(service);
                node.calls++;
                node.errors += status[row] == ERROR ? 1 : 0;
                node.server.add(durations[row]);
            }
            int client = calls.client(row);
            if (!passes && (client == Calls.NONE || !chosen.passes(client))) {
                return;
            }
            int caller = calls.caller(row);
            int kind = calls.kind(row);
            if (caller != 0) {
                boolean message =
                        kind == Calls.CONSUMER || (client != Calls.NONE && calls.kind(client) == Calls.PRODUCER);
                EdgeKind edge = message ? EdgeKind.MESSAGING : EdgeKind.CALL;
                add(EdgeKey.pack(caller, NodeKind.SERVICE, service, NodeKind.SERVICE, edge), client, row);
            } else if (calls.isRoot(row) && (kind == Calls.SERVER || kind == Calls.CONSUMER)) {
                fromOutside(row, service);
            }
        }

        /// What begins a trace and serves was called by somebody who sends no spans.
        private void fromOutside(int row, int service) {
            int peer = peers.peer(row);
            int broker = peer == 0 && calls.kind(row) == Calls.CONSUMER ? peers.broker(row) : 0;
            int client = peer != 0 ? peer : broker != 0 ? broker : user;
            NodeKind kind = broker != 0 ? NodeKind.MESSAGING : NodeKind.VIRTUAL;
            add(EdgeKey.pack(client, kind, service, NodeKind.SERVICE, EdgeKind.VIRTUAL), Calls.NONE, row);
        }

        private void unanswered(int row) {
            int service = calls.service(row);
            int database = peers.database(row);
            if (database != 0) {
                outside(row, service, database, NodeKind.DATABASE, EdgeKind.DATABASE);
                return;
            }
            int peer = peers.peer(row);
            if (peer != 0) {
                outside(row, service, peer, NodeKind.VIRTUAL, EdgeKind.VIRTUAL);
                return;
            }
            int broker = calls.kind(row) == Calls.PRODUCER ? peers.broker(row) : 0;
            if (broker != 0) {
                outside(row, service, broker, NodeKind.MESSAGING, EdgeKind.VIRTUAL);
            }
        }

        private void outside(int row, int service, int server, NodeKind serverKind, EdgeKind kind) {
            add(EdgeKey.pack(service, NodeKind.SERVICE, server, serverKind, kind), row, Calls.NONE);
        }

        private void add(long key, int client, int server) {
            int called = server == Calls.NONE ? client : server;
            by.read(client, values, 0);
            by.read(server, values, values.length / 2);
            Red edge = edges.at(key, chosen.interval(called), values);
            boolean failed = false;
            edge.calls++;
            examples.offer(edge, called);
            if (client != Calls.NONE) {
                edge.client.add(durations[client]);
                failed = status[client] == ERROR;
            }
            if (server != Calls.NONE) {
                edge.server.add(durations[server]);
                failed |= status[server] == ERROR;
            }
            edge.errors += failed ? 1 : 0;
        }
    }
}

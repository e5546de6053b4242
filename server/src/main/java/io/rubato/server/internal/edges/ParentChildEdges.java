package io.rubato.server.internal.edges;

import io.rubato.query.QueryContext;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A call is a span whose parent is another service's, and a client or producer span with a `peer.service` that nothing
/// hangs on. Stateless.
public final class ParentChildEdges implements ServiceEdges {
    private static final int CLIENT = 3;
    private static final int PRODUCER = 4;
    private static final int ERROR = 2;

    private record Ends(String parent, String child) {}

    @Override
    public List<ServiceEdge> between(Snapshot snapshot, long startNanos, long endNanos, QueryContext context) {
        Map<Ends, long[]> edges = new HashMap<>();
        for (SpanSource source : snapshot.sources()) {
            for (int batch = 0; batch < source.batches(); batch++) {
                context.check();
                BatchStats stats = source.stats(batch);
                if (stats.minStart() <= endNanos && stats.maxStart() >= startNanos) {
                    new Calls(source, source.open(batch), startNanos, endNanos, edges).count();
                }
            }
        }
        return edges.entrySet().stream()
                .map(edge -> new ServiceEdge(
                        edge.getKey().parent(), edge.getKey().child(), edge.getValue()[0], edge.getValue()[1]))
                .sorted(Comparator.comparing(ServiceEdge::parent).thenComparing(ServiceEdge::child))
                .toList();
    }

    /// The calls of one batch.
    private static final class Calls {
        private final SpanSource source;
        private final Batch batch;
        private final long startNanos;
        private final long endNanos;
        private final Map<Ends, long[]> edges;
        private final List<Origin> origins;
        private final int[] originCodes;
        private final int[] parents;
        private final int[] kinds;
        private final int[] statuses;
        private final long[] starts;

        Calls(SpanSource source, Batch batch, long startNanos, long endNanos, Map<Ends, long[]> edges) {
            this.source = source;
            this.batch = batch;
            this.startNanos = startNanos;
            this.endNanos = endNanos;
            this.edges = edges;
            this.origins = source.origins();
            this.originCodes = batch.codes(CodedField.ORIGIN);
            this.parents = batch.parents();
            this.kinds = batch.codes(CodedField.KIND);
            this.statuses = batch.codes(CodedField.STATUS);
            this.starts = batch.longs(SpanField.START);
        }

        void count() {
            Bits hidden = batch.hidden();
            Bits called = new Bits(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                int parent = parents[row];
                if (parent < 0 || (hidden != null && hidden.get(row))) {
                    continue;
                }
                called.set(parent);
                if (!service(parent).equals(service(row))) {
                    add(row, service(parent), service(row));
                }
            }
            for (Column column : source.columns(AttributeLevel.SPAN, "peer.service")) {
                Values peers = column.type() == ValueType.STRING ? batch.values(column) : null;
                if (peers != null) {
                    countPeers(peers, called, hidden == null ? new Bits(batch.rows()) : hidden);
                }
            }
        }

        private void countPeers(Values peers, Bits called, Bits hidden) {
            Bits present = peers.present();
            int at = 0;
            for (int row = present.next(0); row >= 0; row = present.next(row + 1), at++) {
                boolean calls = kinds[row] == CLIENT || kinds[row] == PRODUCER;
                if (calls && !called.get(row) && !hidden.get(row)) {
                    add(row, service(row), peers.dictionary().text(peers.codes()[at]));
                }
            }
        }

        private String service(int row) {
            return origins.get(originCodes[row]).serviceName();
        }

        private void add(int row, String parent, String child) {
            if (starts[row] < startNanos || starts[row] > endNanos || parent.isEmpty() || child.isEmpty()) {
                return;
            }
            long[] counts = edges.computeIfAbsent(new Ends(parent, child), ends -> new long[2]);
            counts[0]++;
            if (statuses[row] == ERROR) {
                counts[1]++;
            }
        }
    }
}

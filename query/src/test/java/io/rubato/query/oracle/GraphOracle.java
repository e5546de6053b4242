package io.rubato.query.oracle;

import io.rubato.query.Durations;
import io.rubato.query.ServiceGraph;
import io.rubato.query.Slice;
import io.rubato.query.SpanSeries;
import io.rubato.query.memory.Otlp;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Says which services call which, span by span: for each span it walks up to whoever called it.
public final class GraphOracle {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int PRODUCER = 4;
    private static final int CONSUMER = 5;
    private static final List<String> PEERS = List.of("peer.service", "db.name", "db.system", "db.system.name");

    private final Map<String, Figures> nodes = new TreeMap<>();
    private final Map<String, Figures> edges = new TreeMap<>();
    private final Map<String, Durations> series = new TreeMap<>();
    private final Map<String, Long> bytes = new TreeMap<>();
    private final List<String> dimensions;
    private final long[] cuts;
    private final boolean sizes;
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, Figures> outside = new TreeMap<>();

    public GraphOracle() {
        this(List.of(), new long[0], false);
    }

    /// @param dimensions keys of attributes that counts are told apart by
    /// @param cuts times that counts are told apart by
    /// @param sizes whether the bytes of spans are counted
    public GraphOracle(List<String> dimensions, long[] cuts, boolean sizes) {
        this.dimensions = dimensions;
        this.cuts = cuts;
        this.sizes = sizes;
    }

    private static final class Figures {
        long calls;
        long errors;
        final Durations client = new Durations();
        final Durations server = new Durations();

        @Override
        public String toString() {
            return calls + " calls " + errors + " errors, client " + client + ", server " + server;
        }
    }

    /// Adds a trace.
    ///
    /// @param counts whether a span is left by the filter
    /// @param inRange whether a span starts in the range
    public void add(PlainTrace trace, Predicate<PlainSpan> counts, Predicate<PlainSpan> inRange) {
        new OfTrace(trace, counts, inRange).add();
    }

    private final class OfTrace {
        private final PlainTrace trace;
        private final int[] parents;
        private final Predicate<PlainSpan> counts;
        private final Predicate<PlainSpan> inRange;

        OfTrace(PlainTrace trace, Predicate<PlainSpan> counts, Predicate<PlainSpan> inRange) {
            this.trace = trace;
            this.parents = trace.parents();
            this.counts = counts;
            this.inRange = inRange;
        }

        void add() {
            Set<Integer> answered = new HashSet<>();
            Set<Integer> passed = new HashSet<>();
            for (int i = 0; i < parents.length; i++) {
                if (serves(i) || crosses(i)) {
                    answered.add(client(i));
                    passed.add(through(i));
                }
            }
            for (int i = 0; i < parents.length; i++) {
                PlainSpan span = span(i);
                if (service(i).isEmpty() || !inRange.test(span)) {
                    continue;
                }
                boolean root = span.parentId() == 0;
                if ((serves(i) || crosses(i) || root) && !passed.contains(i)) {
                    entered(i);
                }
                if (calls(i) && !answered.contains(i) && counts.test(span)) {
                    unanswered(i);
                }
                if (counts.test(span)) {
                    String key = service(i) + " " + span.name() + " " + span.kind() + " " + span.status()
                            + slice(i, values(i));
                    series.computeIfAbsent(key, added -> new Durations()).add(span.duration());
                    bytes.merge(key, sizes ? (long) Otlp.size(span) : 0, Long::sum);
                }
            }
        }

        private List<String> values(int i) {
            return dimensions.stream()
                    .map(key -> i < 0
                            ? ""
                            : Stream.concat(
                                            span(i).origin().resourceAttributes().stream(),
                                            span(i).attributes().stream())
                                    .filter(attribute -> attribute.key().equals(key))
                                    .map(attribute -> text(attribute.value()))
                                    .filter(text -> !text.isEmpty())
                                    .findFirst()
                                    .orElse(""))
                    .toList();
        }

        private String slice(int i, List<String> values) {
            long interval =
                    Arrays.stream(cuts).filter(cut -> cut <= span(i).start()).count();
            return " " + interval + values;
        }

        private PlainSpan span(int i) {
            return trace.spans().get(i);
        }

        private String service(int i) {
            return span(i).origin().serviceName();
        }

        private boolean serves(int i) {
            return !service(i).isEmpty() && (span(i).kind() == SERVER || span(i).kind() == CONSUMER);
        }

        private boolean calls(int i) {
            return !service(i).isEmpty() && (span(i).kind() == CLIENT || span(i).kind() == PRODUCER);
        }

        /// The service of the nearest span above that has one.
        private String above(int i) {
            for (int up = parents[i]; up >= 0; up = parents[up]) {
                if (!service(up).isEmpty()) {
                    return service(up);
                }
            }
            return "";
        }

        private boolean crosses(int i) {
            return !service(i).isEmpty() && !above(i).isEmpty() && !above(i).equals(service(i));
        }

        /// The span that calls, up over internal spans of one service.
        private int client(int i) {
            int through = through(i);
            if (through >= 0) {
                return client(through);
            }
            for (int up = parents[i]; up >= 0; up = parents[up]) {
                if (calls(up)) {
                    return up;
                }
                if (serves(up) || crosses(up)) {
                    return -1;
                }
            }
            return -1;
        }

        /// The internal span by which the service was entered on the way to one that serves.
        private int through(int i) {
            if (!serves(i) || crosses(i)) {
                return -1;
            }
            for (int up = parents[i]; up >= 0 && !calls(up) && !serves(up); up = parents[up]) {
                if (crosses(up)) {
                    return up;
                }
            }
            return -1;
        }

        private void entered(int i) {
            boolean passes = counts.test(span(i));
            if (passes) {
                kinds.put(service(i), "SERVICE");
                count(nodes.computeIfAbsent(service(i), key -> new Figures()), -1, i);
            }
            int client = client(i);
            if (!passes && (client < 0 || !counts.test(span(client)))) {
                return;
            }
            int entry = through(i) >= 0 ? through(i) : i;
            if (crosses(entry) || client >= 0) {
                boolean message = span(i).kind() == CONSUMER
                        || (client >= 0 && span(client).kind() == PRODUCER);
                edge(above(entry), "SERVICE", service(i), "SERVICE", message ? "MESSAGING" : "CALL", client, i);
            } else if (serves(i) && span(i).parentId() == 0) {
                String peer = first(i, PEERS);
                String broker = peer.isEmpty() && span(i).kind() == CONSUMER ? text(i, "messaging.system") : "";
                String name = !peer.isEmpty() ? peer : !broker.isEmpty() ? broker : "user";
                edge(name, broker.isEmpty() ? "VIRTUAL" : "MESSAGING", service(i), "SERVICE", "VIRTUAL", -1, i);
            }
        }

        private void unanswered(int i) {
            String database = first(i, List.of("db.namespace", "db.name", "db.system", "db.system.name"));
            String peer = first(i, PEERS);
            String broker = span(i).kind() == PRODUCER ? text(i, "messaging.system") : "";
            if (!database.isEmpty()) {
                String place = first(i, List.of("peer.service", "server.address", "network.peer.address"));
                boolean host =
                        first(i, List.of("peer.service", "server.address")).isEmpty() && !place.isEmpty();
                String port = text(i, "network.peer.port");
                String name = place.isEmpty() ? database : host && !port.isEmpty() ? place + ":" + port : place;
                edge(service(i), "SERVICE", name, "DATABASE", "DATABASE", i, -1);
            } else if (!peer.isEmpty()) {
                edge(service(i), "SERVICE", peer, "VIRTUAL", "VIRTUAL", i, -1);
            } else if (!broker.isEmpty()) {
                edge(service(i), "SERVICE", broker, "MESSAGING", "VIRTUAL", i, -1);
            }
        }

        private String first(int i, List<String> keys) {
            return keys.stream()
                    .map(key -> text(i, key))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }

        private String text(int i, String key) {
            for (Attribute attribute : span(i).attributes()) {
                if (attribute.key().equals(key)) {
                    return text(attribute.value());
                }
            }
            return "";
        }

        private static String text(AttributeValue value) {
            return value instanceof AttributeValue.Int number
                    ? Long.toString(number.value())
                    : ((AttributeValue.Text) value).value();
        }

        private void edge(
                String client, String clientKind, String server, String serverKind, String kind, int from, int to) {
            kind(client, clientKind);
            kind(server, serverKind);
            List<String> values = new ArrayList<>(values(from));
            values.addAll(values(to));
            String slice = slice(to < 0 ? from : to, values);
            count(edges.computeIfAbsent(client + "->" + server + " " + kind + slice, key -> new Figures()), from, to);
            if (!serverKind.equals("SERVICE")) {
                count(outside.computeIfAbsent(server, key -> new Figures()), from, to);
            }
        }

        private void kind(String name, String kind) {
            List<String> surest = List.of("SERVICE", "DATABASE", "MESSAGING", "VIRTUAL");
            kinds.merge(name, kind, (a, b) -> surest.indexOf(a) < surest.indexOf(b) ? a : b);
        }

        private void count(Figures figures, int client, int server) {
            figures.calls++;
            boolean failed = false;
            if (client >= 0) {
                figures.client.add(span(client).duration());
                failed = span(client).status() == 2;
            }
            if (server >= 0) {
                figures.server.add(span(server).duration());
                failed |= span(server).status() == 2;
            }
            figures.errors += failed ? 1 : 0;
        }
    }

    /// The graph as lines.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(kinds).forEach((name, kind) -> {
            Figures own = nodes.getOrDefault(name, outside.getOrDefault(name, new Figures()));
            boolean service = kind.equals("SERVICE");
            lines.add(
                    name + " " + kind + " " + own.calls + " " + own.errors + " " + (service ? own.server : own.client));
        });
        edges.forEach((key, figures) -> lines.add(key + " " + figures));
        return lines;
    }

    /// The series of spans as lines.
    public List<String> seriesLines() {
        return series.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue() + ", " + bytes.get(one.getKey()) + " bytes")
                .toList();
    }

    /// A graph as the same lines.
    public static List<String> lines(ServiceGraph graph) {
        List<String> lines = new ArrayList<>();
        graph.nodes()
                .forEach(node -> lines.add(node.name() + " " + node.kind() + " " + node.calls() + " " + node.errors()
                        + " " + node.durations()));
        Map<String, String> ofEdges = new TreeMap<>();
        graph.edges()
                .forEach(edge -> ofEdges.put(
                        edge.client() + "->" + edge.server() + " " + edge.kind() + slice(edge.slice()),
                        edge.calls() + " calls " + edge.errors() + " errors, client " + edge.clientDurations()
                                + ", server " + edge.serverDurations()));
        ofEdges.forEach((key, figures) -> lines.add(key + " " + figures));
        return lines;
    }

    /// Series as the same lines.
    public static List<String> seriesLines(List<SpanSeries> series) {
        return series.stream()
                .map(one -> one.service() + " " + one.name() + " " + one.kind() + " " + one.status()
                        + slice(one.slice()) + ": " + one.durations() + ", " + one.bytes() + " bytes")
                .sorted()
                .toList();
    }

    private static String slice(Slice slice) {
        return " " + slice.interval() + slice.values();
    }
}

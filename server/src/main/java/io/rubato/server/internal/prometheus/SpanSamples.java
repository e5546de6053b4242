package io.rubato.server.internal.prometheus;

import io.rubato.query.Durations;
import io.rubato.query.ServiceGraph;
import io.rubato.query.SpanSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the graph and the series of spans are as Prometheus' series, with Tempo's labels.
final class SpanSamples {
    private static final List<String> KINDS = List.of(
            "SPAN_KIND_UNSPECIFIED",
            "SPAN_KIND_INTERNAL",
            "SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT",
            "SPAN_KIND_PRODUCER",
            "SPAN_KIND_CONSUMER");
    private static final List<String> STATUSES = List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");
    private static final double SECOND = 1e9;

    private SpanSamples() {}

    static Map<String, String> labels(ServiceGraph.Edge edge) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("client", edge.client());
        labels.put("server", edge.server());
        String type = switch (edge.kind()) {
            case CALL -> "";
            case DATABASE -> "database";
            case MESSAGING -> "messaging_system";
            case VIRTUAL -> "virtual_node";
        };
        if (!type.isEmpty()) {
            labels.put("connection_type", type);
        }
        return labels;
    }

    static Map<String, String> labels(SpanSeries series) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("service", series.service());
        labels.put("span_name", series.name());
        labels.put("span_kind", text(KINDS, series.kind()));
        labels.put("status_code", text(STATUSES, series.status()));
        return labels;
    }

    private static String text(List<String> names, int number) {
        return number >= 0 && number < names.size() ? names.get(number) : Integer.toString(number);
    }

    /// The samples of one name of a family of the graph.
    static List<Sample> ofGraph(Family family, String name, ServiceGraph graph) {
        List<Sample> samples = new ArrayList<>();
        for (ServiceGraph.Edge edge : graph.edges()) {
            Map<String, String> labels = labels(edge);
            switch (family) {
                case REQUESTS -> samples.add(sample(name, labels, edge.calls()));
                case FAILED -> {
                    // As a counter: there once there was a failure.
                    if (edge.errors() > 0) {
                        samples.add(sample(name, labels, edge.errors()));
                    }
                }
                case SERVER_SECONDS -> histogram(family, name, labels, server(edge), samples);
                case CLIENT_SECONDS -> histogram(family, name, labels, client(edge), samples);
                case CALLS, LATENCY -> throw new IllegalArgumentException(name + " (expected: one of the graph)");
            }
        }
        return samples;
    }

    /// As the client sees it where the server sends no spans.
    static Durations server(ServiceGraph.Edge edge) {
        return edge.serverDurations().count() > 0 ? edge.serverDurations() : edge.clientDurations();
    }

    static Durations client(ServiceGraph.Edge edge) {
        return edge.clientDurations().count() > 0 ? edge.clientDurations() : edge.serverDurations();
    }

    /// The samples of one name of a family of spans.
    static List<Sample> ofSpans(Family family, String name, List<SpanSeries> all) {
        List<Sample> samples = new ArrayList<>();
        for (SpanSeries series : all) {
            if (family == Family.CALLS) {
                samples.add(sample(name, labels(series), series.durations().count()));
            } else {
                histogram(family, name, labels(series), series.durations(), samples);
            }
        }
        return samples;
    }

    private static void histogram(
            Family family, String name, Map<String, String> labels, Durations durations, List<Sample> samples) {
        if (name.endsWith("_count")) {
            samples.add(sample(name, labels, durations.count()));
        } else if (name.endsWith("_sum")) {
            samples.add(sample(name, labels, durations.sumNanos() / SECOND));
        } else {
            for (long bound : family.boundsNanos()) {
                samples.add(bucket(name, labels, PromJson.number(bound / SECOND), durations.countUpTo(bound)));
            }
            samples.add(bucket(name, labels, "+Inf", durations.count()));
        }
    }

    private static Sample bucket(String name, Map<String, String> labels, String bound, long value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put("le", bound);
        return sample(name, more, value);
    }

    private static Sample sample(String name, Map<String, String> labels, long count) {
        return sample(name, labels, (double) count);
    }

    private static Sample sample(String name, Map<String, String> labels, double value) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.put(Matcher.NAME, name);
        return new Sample(all, value);
    }
}

package io.rubato.server.internal.prometheus;

import io.rubato.query.Dimension;
import io.rubato.query.ServiceGraph;
import io.rubato.query.ServiceGraph.EdgeKind;
import io.rubato.query.SpanSeries;
import io.rubato.server.config.GraphSeriesSettings;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.config.SpanSeriesSettings.Intrinsics;
import io.rubato.server.config.SpanSeriesSettings.Mapping;
import io.rubato.server.internal.trace.EnumNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The labels that series have: Tempo's, and those that are configured. A label without a value is left out.
/// Source: `modules/generator/processor` of <https://github.com/grafana/tempo>
final class SeriesLabels {
    private static final List<String> INTRINSICS =
            List.of("service", "span_name", "span_kind", "status_code", "status_message");

    private final SpanSeriesSettings spans;
    private final GraphSeriesSettings graph;
    private final List<Dimension> ofSpans = new ArrayList<>();
    private final List<Dimension> ofCalls;

    SeriesLabels(SpanSeriesSettings spans, GraphSeriesSettings graph) {
        this.spans = spans;
        this.graph = graph;
        if (spans.intrinsics().statusMessage()) {
            ofSpans.add(Dimension.STATUS_MESSAGE);
        }
        Stream.concat(
                        spans.dimensions().stream(),
                        spans.mappings().stream().flatMap(mapping -> mapping.sourceLabels().stream()))
                .map(Dimension::attribute)
                .forEach(ofSpans::add);
        this.ofCalls = graph.dimensions().stream().map(Dimension::attribute).toList();
    }

    /// What series of spans are to be broken down by.
    List<Dimension> ofSpans() {
        return ofSpans;
    }

    /// What calls are to be broken down by.
    List<Dimension> ofCalls() {
        return ofCalls;
    }

    List<String> peerAttributes() {
        return graph.peerAttributes();
    }

    SortedMap<String, String> of(SpanSeries series) {
        SortedMap<String, String> labels = new TreeMap<>();
        Intrinsics intrinsics = spans.intrinsics();
        put(labels, intrinsics.service(), "service", series.service());
        put(labels, intrinsics.spanName(), "span_name", series.name());
        put(labels, intrinsics.spanKind(), "span_kind", EnumNames.kind(series.kind()));
        put(labels, intrinsics.statusCode(), "status_code", EnumNames.status(series.status()));
        List<String> values = series.slice().values();
        int at = 0;
        if (intrinsics.statusMessage()) {
            put(labels, true, "status_message", values.get(at++));
        }
        for (String dimension : spans.dimensions()) {
            put(labels, true, distinct(dimension), values.get(at++));
        }
        for (Mapping mapping : spans.mappings()) {
            int end = at + mapping.sourceLabels().size();
            List<String> parts = values.subList(at, end).stream()
                    .filter(part -> !part.isEmpty())
                    .toList();
            put(labels, true, distinct(mapping.name()), String.join(mapping.join(), parts));
            at = end;
        }
        return labels;
    }

    SortedMap<String, String> of(ServiceGraph.Edge edge) {
        SortedMap<String, String> labels = new TreeMap<>();
        List<String> values = edge.slice().values();
        int count = graph.dimensions().size();
        for (int i = 0; i < count; i++) {
            String name = graph.dimensions().get(i);
            String client = values.get(i);
            String server = values.get(count + i);
            if (graph.clientServerPrefix()) {
                put(labels, true, sanitized("client_" + name), client);
                put(labels, true, sanitized("server_" + name), server);
            } else {
                put(labels, true, sanitized(name), server.isEmpty() ? client : server);
            }
        }
        put(labels, true, "client", edge.client());
        put(labels, true, "server", edge.server());
        put(labels, true, "connection_type", type(edge.kind()));
        if (graph.virtualNodeLabel() && edge.kind() == EdgeKind.VIRTUAL) {
            labels.put("virtual_node", edge.clientDurations().count() == 0 ? "client" : "server");
        }
        return labels;
    }

    private static String type(EdgeKind kind) {
        return switch (kind) {
            case CALL -> "";
            case DATABASE -> "database";
            case MESSAGING -> "messaging_system";
            case VIRTUAL -> "virtual_node";
        };
    }

    private static void put(Map<String, String> labels, boolean wanted, String name, String value) {
        if (wanted && !value.isEmpty()) {
            labels.put(name, value);
        }
    }

    /// A label of this name that is none of a span's own.
    private static String distinct(String name) {
        String sanitized = sanitized(name);
        return INTRINSICS.contains(sanitized) ? "__" + sanitized : sanitized;
    }

    static String sanitized(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }
}

package io.rubato.server.internal.graph;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.query.Durations;
import io.rubato.query.ServiceGraph;
import io.rubato.server.internal.api.Json;
import java.io.IOException;
import java.util.Locale;

/// The graph as the web page reads it: numbers are numbers, and every field is always there.
final class GraphJson {
    private GraphJson() {}

    static byte[] graph(ServiceGraph graph) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("nodes");
            for (ServiceGraph.Node node : graph.nodes()) {
                out.writeStartObject();
                out.writeStringField("service", node.name());
                out.writeStringField("kind", lower(node.kind()));
                figures(out, node.calls(), node.errors(), node.durations());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("edges");
            for (ServiceGraph.Edge edge : graph.edges()) {
                edge(out, edge);
            }
            out.writeEndArray();
            out.writeNumberField("spans", graph.inspectedSpans());
            out.writeEndObject();
        });
    }

    private static void edge(JsonGenerator out, ServiceGraph.Edge edge) throws IOException {
        out.writeStartObject();
        out.writeStringField("client", edge.client());
        out.writeStringField("server", edge.server());
        out.writeStringField("kind", lower(edge.kind()));
        out.writeNumberField("calls", edge.calls());
        out.writeNumberField("errors", edge.errors());
        quantiles(out, "clientP", edge.clientDurations());
        quantiles(out, "serverP", edge.serverDurations());
        out.writeEndObject();
    }

    /// Calls, errors, and how long calls took.
    static void figures(JsonGenerator out, long calls, long errors, Durations durations) throws IOException {
        out.writeNumberField("calls", calls);
        out.writeNumberField("errors", errors);
        out.writeNumberField("avgNs", durations.averageNanos());
        quantiles(out, "p", durations);
    }

    private static void quantiles(JsonGenerator out, String prefix, Durations durations) throws IOException {
        for (int percent : new int[] {50, 95, 99}) {
            out.writeNumberField(prefix + percent + "Ns", durations.quantileNanos(percent / 100.0));
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

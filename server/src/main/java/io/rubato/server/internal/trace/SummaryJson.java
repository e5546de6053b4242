package io.rubato.server.internal.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.trace.TraceDiff.Pair;
import io.rubato.server.internal.trace.TraceTree.Node;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Two traces side by side, in the form `trace-summary-v0-native` of Tempo's diff.
final class SummaryJson {
    static final String VERSION = "trace-summary-v0-native";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TraceDiff diff;
    private final Map<String, Service> services = new TreeMap<>();

    SummaryJson(TraceDiff diff) {
        this.diff = diff;
        diff.base.nodes.forEach(node -> service(node).nanos -= node.span.durationNanos());
        diff.compare.nodes.forEach(node -> service(node).nanos += node.span.durationNanos());
        diff.base.nodes.forEach(node -> service(node).baseNanos += node.span.durationNanos());
        diff.modified.forEach(one -> service(one.pair().base()).modified++);
        diff.added.forEach(node -> service(node).added++);
        diff.removed.forEach(node -> service(node).removed++);
        for (Pair pair : diff.matched) {
            Service service = service(pair.base());
            service.newErrors += !pair.base().isError() && pair.compare().isError() ? 1 : 0;
            service.resolvedErrors += pair.base().isError() && !pair.compare().isError() ? 1 : 0;
        }
        services.values().removeIf(service -> !service.changed());
    }

    /// What changed in one service.
    private static final class Service {
        private long nanos;
        private long baseNanos;
        private int modified;
        private int added;
        private int removed;
        private int newErrors;
        private int resolvedErrors;

        boolean changed() {
            return modified + added + removed > 0 || TraceDiff.differs(baseNanos, baseNanos + nanos);
        }
    }

    private Service service(Node node) {
        return services.computeIfAbsent(node.service, name -> new Service());
    }

    /// Writes the fields into an object that has been begun.
    void write(JsonGenerator out) throws IOException {
        out.writeStringField("version", VERSION);
        side(out, "base", diff.base);
        side(out, "compare", diff.compare);
        signals(out);
        out.writeObjectFieldStart("trust");
        int spans = diff.base.nodes.size() + diff.compare.nodes.size();
        out.writeNumberField("matchedSpanRatio", spans == 0 ? 1 : 2.0 * diff.matched.size() / spans);
        out.writeNumberField("structureOverlap", overlap());
        out.writeEndObject();
        stats(out);
        out.writeArrayFieldStart("changedServices");
        for (String name : services.keySet()) {
            out.writeString(name);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("services");
        for (Map.Entry<String, Service> service : services.entrySet()) {
            rollup(out, service.getKey(), service.getValue());
        }
        out.writeEndArray();
    }

    private static void side(JsonGenerator out, String name, TraceTree trace) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("traceId", trace.traceId());
        out.writeStringField("rootService", trace.roots.isEmpty() ? "" : trace.roots.getFirst().service);
        out.writeStringField(
                "rootName",
                trace.roots.isEmpty() ? "" : trace.roots.getFirst().span.name());
        out.writeNumberField("spanCount", trace.nodes.size());
        out.writeNumberField("errorSpanCount", trace.errors());
        out.writeNumberField("durationMs", trace.durationNanos() / NANOS_PER_MILLI);
        out.writeNumberField("sumSpanDurationMs", trace.sumNanos() / NANOS_PER_MILLI);
        out.writeEndObject();
    }

    private void signals(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("signals");
        out.writeStringField("traceLatency", drift(diff.base.durationNanos(), diff.compare.durationNanos()));
        out.writeStringField("sumSpanDuration", drift(diff.base.sumNanos(), diff.compare.sumNanos()));
        out.writeStringField("errors", signal(diff.compare.errors() - diff.base.errors()));
        out.writeStringField("spanCount", signal(diff.compare.nodes.size() - diff.base.nodes.size()));
        boolean same = diff.added.isEmpty() && diff.removed.isEmpty();
        out.writeStringField("structure", same ? "unchanged" : "changed");
        out.writeEndObject();
    }

    private static String drift(long before, long after) {
        return TraceDiff.differs(before, after) ? signal(after - before) : "unchanged";
    }

    private static String signal(long delta) {
        return delta == 0 ? "unchanged" : delta > 0 ? "increased" : "decreased";
    }

    /// The share of calls, by what they are and what calls them, that both traces have.
    private double overlap() {
        Map<String, Long> before = calls(diff.base);
        Map<String, Long> after = calls(diff.compare);
        Map<String, Long> all = new HashMap<>(before);
        after.forEach((call, count) -> all.merge(call, count, Math::max));
        long common = before.entrySet().stream()
                .mapToLong(call -> Math.min(call.getValue(), after.getOrDefault(call.getKey(), 0L)))
                .sum();
        long total = all.values().stream().mapToLong(Long::longValue).sum();
        return total == 0 ? 1 : (double) common / total;
    }

    private static Map<String, Long> calls(TraceTree trace) {
        return trace.nodes.stream()
                .collect(Collectors.groupingBy(
                        node -> (node.parent == null ? "" : node.parent.kind()) + ">" + node.kind(),
                        Collectors.counting()));
    }

    private void stats(JsonGenerator out) throws IOException {
        long latency = diff.compare.durationNanos() - diff.base.durationNanos();
        out.writeObjectFieldStart("stats");
        out.writeNumberField("traceLatencyDeltaMs", latency / NANOS_PER_MILLI);
        out.writeNumberField(
                "sumSpanDurationDeltaMs", (diff.compare.sumNanos() - diff.base.sumNanos()) / NANOS_PER_MILLI);
        out.writeNumberField("spanCountDelta", diff.compare.nodes.size() - diff.base.nodes.size());
        out.writeNumberField("errorSpanDelta", diff.compare.errors() - diff.base.errors());
        out.writeNumberField("matchedSpans", diff.matched.size());
        out.writeNumberField("modifiedSpans", diff.modified.size());
        out.writeNumberField("addedSpans", diff.added.size());
        out.writeNumberField("removedSpans", diff.removed.size());
        out.writeNumberField("fieldChanges", diff.fieldChanges);
        out.writeNumberField("attributeChanges", diff.attributeChanges);
        out.writeEndObject();
    }

    private static void rollup(JsonGenerator out, String name, Service service) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", name);
        out.writeNumberField("sumSpanDurationDeltaMs", service.nanos / NANOS_PER_MILLI);
        out.writeNumberField("modified", service.modified);
        out.writeNumberField("added", service.added);
        out.writeNumberField("removed", service.removed);
        out.writeNumberField("newErrors", service.newErrors);
        out.writeNumberField("resolvedErrors", service.resolvedErrors);
        out.writeEndObject();
    }
}

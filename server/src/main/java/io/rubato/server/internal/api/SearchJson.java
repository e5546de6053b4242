package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.query.QueryMetrics;
import io.rubato.query.SearchResult;
import io.rubato.query.Spanset;
import io.rubato.query.Spanset.SpanMatch;
import io.rubato.query.TraceMatch;
import io.rubato.query.TraceMatch.ServiceStats;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;

/// The answer of `/api/search`, with the fields of tempopb.SearchResponse and no others: Grafana refuses an answer with
/// a field it does not know.
final class SearchJson {
    private static final HexFormat HEX = HexFormat.of();
    private static final String NO_ROOT = "<root span not yet received>";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private SearchJson() {}

    static byte[] bytes(SearchResult result, boolean withSpansets) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("traces");
            for (TraceMatch trace : result.traces()) {
                trace(out, trace, withSpansets);
            }
            out.writeEndArray();
            metrics(out, result.metrics());
            out.writeEndObject();
        });
    }

    private static void trace(JsonGenerator out, TraceMatch trace, boolean withSpansets) throws IOException {
        out.writeStartObject();
        out.writeStringField("traceID", withoutLeadingZeros(trace.traceId().hex()));
        boolean rootless = trace.rootServiceName().isEmpty() && trace.rootName().isEmpty();
        Json.textField(out, "rootServiceName", rootless ? NO_ROOT : trace.rootServiceName());
        Json.textField(out, "rootTraceName", trace.rootName());
        Json.longField(out, "startTimeUnixNano", trace.startNanos());
        Json.intField(out, "durationMs", milliseconds(trace.endNanos() - trace.startNanos()));
        if (withSpansets && !trace.spansets().isEmpty()) {
            out.writeFieldName("spanSet");
            spanset(out, trace.spansets().getFirst());
            out.writeArrayFieldStart("spanSets");
            for (Spanset spanset : trace.spansets()) {
                spanset(out, spanset);
            }
            out.writeEndArray();
        }
        services(out, trace.services());
        out.writeEndObject();
    }

    /// The field has 32 bits without a sign: 49 days.
    private static long milliseconds(long nanos) {
        return Math.clamp(nanos / NANOS_PER_MILLI, 0, 0xFFFF_FFFFL);
    }

    /// As Tempo shows ids; clients send them back as they got them.
    static String withoutLeadingZeros(String hex) {
        int zeros = 0;
        while (zeros < hex.length() - 1 && hex.charAt(zeros) == '0') {
            zeros++;
        }
        return hex.substring(zeros);
    }

    private static void spanset(JsonGenerator out, Spanset spanset) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("spans");
        for (SpanMatch span : spanset.spans()) {
            out.writeStartObject();
            out.writeStringField("spanID", HEX.toHexDigits(span.spanId()));
            if (span.nameSelected()) {
                Json.textField(out, "name", span.name());
            }
            Json.longField(out, "startTimeUnixNano", span.startNanos());
            Json.longField(out, "durationNanos", Math.max(0, span.durationNanos()));
            AttributeJson.write(out, "attributes", span.attributes());
            out.writeEndObject();
        }
        out.writeEndArray();
        Json.intField(out, "matched", spanset.matched());
        AttributeJson.write(out, "attributes", spanset.attributes());
        out.writeEndObject();
    }

    private static void services(JsonGenerator out, Map<String, ServiceStats> services) throws IOException {
        if (services.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("serviceStats");
        for (Map.Entry<String, ServiceStats> service : services.entrySet()) {
            out.writeObjectFieldStart(service.getKey());
            Json.intField(out, "spanCount", service.getValue().spans());
            Json.intField(out, "errorCount", service.getValue().errors());
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    static void metrics(JsonGenerator out, QueryMetrics metrics) throws IOException {
        out.writeObjectFieldStart("metrics");
        Json.intField(out, "inspectedTraces", Math.min(metrics.inspectedTraces(), Integer.MAX_VALUE));
        Json.longField(out, "inspectedBytes", metrics.inspectedBytes());
        Json.intField(out, "totalBlocks", metrics.totalSources());
        Json.intField(out, "completedJobs", 1);
        Json.intField(out, "totalJobs", 1);
        Json.longField(out, "totalBlockBytes", metrics.totalBytes());
        Json.longField(out, "inspectedSpans", metrics.inspectedSpans());
        out.writeEndObject();
    }
}

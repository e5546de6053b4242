package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.query.TraceMatch;
import io.rubato.query.TraceMatch.ServiceStats;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.TraceDecoder;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.model.Attribute;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A trace in a list of results.
///
/// @param orphans spans whose parent is not stored
record TraceSummary(TraceMatch match, int orphans) {
    /// @param memory counts what is noted of spans meanwhile
    static TraceSummary of(TraceMatch match, byte[] trace, MemoryUse memory)
            throws IOException, MalformedOtlpException {
        Parents parents = new Parents(memory);
        try {
            TraceDecoder.visit(trace, parents);
            return new TraceSummary(match, parents.missing());
        } finally {
            memory.release(parents.counted);
        }
    }

    /// Ids of spans and of their parents.
    private static final class Parents implements TraceDecoder.Visitor {
        private final MemoryUse memory;
        private long[] ids = new long[64];
        private long[] wanted = new long[64];
        private int spans;
        private int children;
        private long counted;

        Parents(MemoryUse memory) {
            this.memory = memory;
        }

        @Override
        public void resource(List<Attribute> attributes) {}

        @Override
        public void scope(String name, String version) {}

        @Override
        public void span(DecodedTrace.Span span, int bytes) {
            if (spans == ids.length) {
                long more = 4L * Long.BYTES * spans;
                memory.use(more);
                counted += more;
                ids = Arrays.copyOf(ids, 2 * spans);
                wanted = Arrays.copyOf(wanted, 2 * spans);
            }
            ids[spans++] = HexFormat.fromHexDigitsToLong(span.spanId());
            if (!span.parentId().isEmpty()) {
                wanted[children++] = HexFormat.fromHexDigitsToLong(span.parentId());
            }
        }

        int missing() {
            Arrays.sort(ids, 0, spans);
            int missing = 0;
            for (int i = 0; i < children; i++) {
                missing += Arrays.binarySearch(ids, 0, spans, wanted[i]) < 0 ? 1 : 0;
            }
            return missing;
        }
    }

    void write(JsonGenerator out) throws IOException {
        Map<String, ServiceStats> services = match.services();
        out.writeStartObject();
        out.writeStringField("traceId", match.traceId().hex());
        out.writeStringField("rootServiceName", match.rootServiceName());
        out.writeStringField("rootOperationName", match.rootName());
        out.writeStringField("minStartTimeUnixNano", Long.toUnsignedString(match.startNanos()));
        out.writeStringField("maxEndTimeUnixNano", Long.toUnsignedString(match.endNanos()));
        out.writeNumberField(
                "spanCount",
                services.values().stream().mapToInt(ServiceStats::spans).sum());
        out.writeNumberField(
                "errorSpanCount",
                services.values().stream().mapToInt(ServiceStats::errors).sum());
        out.writeNumberField("orphanSpanCount", orphans);
        out.writeArrayFieldStart("services");
        for (Map.Entry<String, ServiceStats> service : services.entrySet()) {
            out.writeStartObject();
            out.writeStringField("name", service.getKey());
            out.writeNumberField("spanCount", service.getValue().spans());
            out.writeNumberField("errorSpanCount", service.getValue().errors());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}

package io.rubato.server.internal.trace;

import io.rubato.server.internal.otlp.FieldWriter;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import java.util.HexFormat;

/// Encodes spans as an OTLP ExportTraceServiceRequest, which is a TracesData on the wire. What [TraceDecoder] decodes
/// comes out as it was.
public final class TraceEncoder {
    private static final HexFormat HEX = HexFormat.of();

    private final FieldWriter out = new FieldWriter();

    private TraceEncoder() {}

    public static byte[] encode(DecodedTrace trace) {
        TraceEncoder encoder = new TraceEncoder();
        trace.resources().forEach(resource -> encoder.out.message(1, () -> encoder.resource(resource)));
        return encoder.out.bytes();
    }

    private void resource(ResourceSpans resource) {
        out.message(1, () -> out.attributes(1, resource.attributes()));
        for (ScopeSpans scope : resource.scopes()) {
            out.message(2, () -> scope(scope));
        }
    }

    private void scope(ScopeSpans scope) {
        out.message(1, () -> {
            out.text(1, scope.name());
            out.text(2, scope.version());
        });
        for (Span span : scope.spans()) {
            out.message(2, () -> span(span));
        }
    }

    private void span(Span span) {
        hex(1, span.traceId());
        hex(2, span.spanId());
        out.text(3, span.traceState());
        hex(4, span.parentId());
        out.text(5, span.name());
        out.number(6, span.kind());
        out.fixed(7, span.startNanos());
        out.fixed(8, span.endNanos());
        out.attributes(9, span.attributes());
        for (Event event : span.events()) {
            out.message(11, () -> {
                out.fixed(1, event.timeNanos());
                out.text(2, event.name());
                out.attributes(3, event.attributes());
            });
        }
        for (Link link : span.links()) {
            out.message(13, () -> {
                hex(1, link.traceId());
                hex(2, link.spanId());
                out.attributes(4, link.attributes());
            });
        }
        if (span.statusCode() != 0 || !span.statusMessage().isEmpty()) {
            out.message(15, () -> {
                out.text(2, span.statusMessage());
                out.number(3, span.statusCode());
            });
        }
    }

    private void hex(int number, String digits) {
        out.bytes(number, HEX.parseHex(digits));
    }
}

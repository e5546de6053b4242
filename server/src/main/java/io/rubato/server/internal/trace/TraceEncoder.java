package io.rubato.server.internal.trace;

import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.otlp.ProtobufWriter;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.HexFormat;
import java.util.List;

/// Encodes spans as an OTLP ExportTraceServiceRequest, which is a TracesData on the wire. What [TraceDecoder] decodes
/// comes out as it was.
public final class TraceEncoder {
    private static final HexFormat HEX = HexFormat.of();

    private final ProtobufWriter out = new ProtobufWriter(1024);

    private TraceEncoder() {}

    public static byte[] encode(DecodedTrace trace) {
        TraceEncoder encoder = new TraceEncoder();
        trace.resources().forEach(resource -> encoder.message(1, () -> encoder.resource(resource)));
        return encoder.out.toByteArray();
    }

    private void resource(ResourceSpans resource) {
        message(1, () -> attributes(1, resource.attributes()));
        for (ScopeSpans scope : resource.scopes()) {
            message(2, () -> scope(scope));
        }
    }

    private void scope(ScopeSpans scope) {
        message(1, () -> {
            text(1, scope.name());
            text(2, scope.version());
        });
        for (Span span : scope.spans()) {
            message(2, () -> span(span));
        }
    }

    private void span(Span span) {
        hex(1, span.traceId());
        hex(2, span.spanId());
        text(3, span.traceState());
        hex(4, span.parentId());
        text(5, span.name());
        number(6, span.kind());
        time(7, span.startNanos());
        time(8, span.endNanos());
        attributes(9, span.attributes());
        for (Event event : span.events()) {
            message(11, () -> {
                time(1, event.timeNanos());
                text(2, event.name());
                attributes(3, event.attributes());
            });
        }
        for (Link link : span.links()) {
            message(13, () -> {
                hex(1, link.traceId());
                hex(2, link.spanId());
                attributes(4, link.attributes());
            });
        }
        if (span.statusCode() != 0 || !span.statusMessage().isEmpty()) {
            message(15, () -> {
                text(2, span.statusMessage());
                number(3, span.statusCode());
            });
        }
    }

    private void attributes(int number, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            message(number, () -> {
                text(1, attribute.key());
                message(2, () -> value(attribute.value()));
            });
        }
    }

    private void value(AttributeValue value) {
        switch (value) {
            case AttributeValue.Text text -> {
                out.tag(1, ProtobufReader.LENGTH);
                out.string(text.value());
            }
            case AttributeValue.Bool bool -> varint(2, bool.value() ? 1 : 0);
            case AttributeValue.Int number -> varint(3, number.value());
            case AttributeValue.Real real -> {
                out.tag(4, ProtobufReader.FIXED64);
                out.fixed64(Double.doubleToRawLongBits(real.value()));
            }
            case AttributeValue.Array array ->
                message(5, () -> array.values().forEach(each -> message(1, () -> value(each))));
            case AttributeValue.KeyValues pairs -> message(6, () -> attributes(1, pairs.values()));
            case AttributeValue.Bytes bytes -> {
                out.tag(7, ProtobufReader.LENGTH);
                out.bytes(bytes.value());
            }
            case AttributeValue.Empty empty -> {}
        }
    }

    private void message(int number, Runnable content) {
        out.tag(number, ProtobufReader.LENGTH);
        int start = out.begin();
        content.run();
        out.end(start);
    }

    private void text(int number, String text) {
        if (!text.isEmpty()) {
            out.tag(number, ProtobufReader.LENGTH);
            out.string(text);
        }
    }

    private void hex(int number, String digits) {
        if (!digits.isEmpty()) {
            out.tag(number, ProtobufReader.LENGTH);
            out.bytes(HEX.parseHex(digits));
        }
    }

    private void time(int number, long nanos) {
        out.tag(number, ProtobufReader.FIXED64);
        out.fixed64(nanos);
    }

    private void number(int number, int value) {
        if (value != 0) {
            varint(number, value);
        }
    }

    private void varint(int number, long value) {
        out.tag(number, ProtobufReader.VARINT);
        out.varint(value);
    }
}

package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.jaeger.JaegerSpan.Log;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.otlp.FieldWriter;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.TraceDecoder;
import io.rubato.server.internal.trace.Values;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// Writes the spans of traces as messages of type `jaeger.api_v2.SpansResponseChunk`; each span has its process. Not
/// thread-safe.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v2/model.proto>
final class SpanMessages implements TraceDecoder.Visitor {
    private static final HexFormat HEX = HexFormat.of();
    private static final int SPANS = 1;

    private final int most;
    private final Consumer<byte[]> messages;
    private FieldWriter out = new FieldWriter();
    private Sender sender = Sender.NONE;
    private String scopeName = "";
    private String scopeVersion = "";

    /// @param most bytes that a message has before its last span
    SpanMessages(int most, Consumer<byte[]> messages) {
        this.most = most;
        this.messages = messages;
    }

    @Override
    public void resource(List<Attribute> attributes) {
        sender = OtlpToJaeger.sender(attributes);
    }

    @Override
    public void scope(String name, String version) {
        scopeName = name;
        scopeVersion = version;
    }

    @Override
    public void span(DecodedTrace.Span span, int bytes) {
        out.message(SPANS, () -> span(OtlpToJaeger.span(sender, scopeName, scopeVersion, span)));
        if (out.size() >= most) {
            flush();
        }
    }

    /// Writes the message that is not full, if there is one.
    void flush() {
        if (out.size() > 0) {
            messages.accept(out.bytes());
            out = new FieldWriter();
        }
    }

    private void span(JaegerSpan span) {
        out.bytes(1, HEX.parseHex(span.traceId()));
        out.bytes(2, HEX.parseHex(span.spanId()));
        out.text(3, span.operation());
        for (Reference reference : span.references()) {
            out.message(4, () -> {
                out.bytes(1, HEX.parseHex(reference.traceId()));
                out.bytes(2, HEX.parseHex(reference.spanId()));
                out.number(3, reference.follows() ? 1 : 0);
            });
        }
        out.number(5, Integer.toUnsignedLong(span.flags()));
        WireTime.write(out, 6, span.startNanos());
        WireTime.write(out, 7, span.durationNanos());
        tags(8, span.tags());
        for (Log log : span.logs()) {
            out.message(9, () -> {
                WireTime.write(out, 1, log.timeNanos());
                tags(2, log.fields());
            });
        }
        out.message(10, () -> {
            out.text(1, span.sender().service());
            tags(2, span.sender().tags());
        });
    }

    private void tags(int number, List<Attribute> tags) {
        for (Attribute tag : tags) {
            out.message(number, () -> {
                out.text(1, tag.key());
                value(tag.value());
            });
        }
    }

    private void value(AttributeValue value) {
        switch (value) {
            case AttributeValue.Bool bool -> {
                out.number(2, 1);
                out.number(4, bool.value() ? 1 : 0);
            }
            case AttributeValue.Int number -> {
                out.number(2, 2);
                out.number(5, number.value());
            }
            case AttributeValue.Real real -> {
                out.number(2, 3);
                out.real(6, real.value());
            }
            case AttributeValue.Bytes bytes -> {
                out.number(2, 4);
                out.bytes(7, bytes.value());
            }
            case AttributeValue.Text _, AttributeValue.Array _, AttributeValue.KeyValues _, AttributeValue.Empty _ ->
                out.text(3, Values.text(value));
        }
    }
}

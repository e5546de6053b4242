package io.rubato.server.internal.jaeger;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Span;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.Tag;
import io.rubato.server.internal.jaeger.JaegerSpan.Log;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.receive.Conversion;
import io.rubato.server.internal.trace.TraceEncoder;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.jspecify.annotations.Nullable;

/// A `Batch` of jaeger.thrift in the binary protocol, read by Jaeger's own classes.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/thrift/jaeger.thrift>
final class ThriftBatch implements Conversion {
    private static final int DEEPEST = 16;
    private static final long MICRO = 1_000;

    @Override
    public byte[] toOtlp(byte[] body) throws MalformedOtlpException {
        try {
            return TraceEncoder.encode(JaegerToOtlp.of(spans(read(body))));
        } catch (TException | RuntimeException e) {
            throw new MalformedOtlpException("not a jaeger.thrift Batch in the binary protocol: " + e.getMessage(), -1);
        }
    }

    private static Batch read(byte[] body) throws TException {
        TConfiguration limits = new TConfiguration(Math.max(1, body.length), Math.max(1, body.length), DEEPEST);
        TMemoryInputTransport bytes = new TMemoryInputTransport(limits, body);
        Batch batch = new Batch();
        // No text and no list can be longer than the body that holds it.
        batch.read(new TBinaryProtocol(bytes, body.length, body.length));
        return batch;
    }

    private static List<JaegerSpan> spans(Batch batch) {
        io.jaegertracing.thriftjava.Process process = required(batch.getProcess(), "process");
        Sender sender = new Sender(required(process.getServiceName(), "serviceName"), tags(process.getTags()));
        List<JaegerSpan> spans = new ArrayList<>();
        for (Span span : required(batch.getSpans(), "spans")) {
            spans.add(span(sender, span));
        }
        return spans;
    }

    private static <T> T required(@Nullable T field, String name) {
        return Objects.requireNonNull(field, name);
    }

    private static JaegerSpan span(Sender sender, Span span) {
        String traceId = hex(span.getTraceIdHigh()) + hex(span.getTraceIdLow());
        return new JaegerSpan(
                sender,
                traceId,
                hex(span.getSpanId()),
                required(span.getOperationName(), "operationName"),
                references(span, traceId),
                span.getFlags(),
                span.getStartTime() * MICRO,
                span.getDuration() * MICRO,
                tags(span.getTags()),
                logs(span));
    }

    private static List<Reference> references(Span span, String traceId) {
        List<Reference> references = new ArrayList<>();
        if (span.getReferences() != null) {
            for (SpanRef reference : span.getReferences()) {
                references.add(new Reference(
                        hex(reference.getTraceIdHigh()) + hex(reference.getTraceIdLow()),
                        hex(reference.getSpanId()),
                        reference.getRefType() == SpanRefType.FOLLOWS_FROM));
            }
        }
        // The older field for the parent; clients fill both.
        Reference parent = new Reference(traceId, hex(span.getParentSpanId()), false);
        boolean known = references.stream().anyMatch(each -> each.spanId().equals(parent.spanId()));
        if (span.getParentSpanId() != 0 && !known) {
            references.addFirst(parent);
        }
        return references;
    }

    private static List<Log> logs(Span span) {
        List<Log> logs = new ArrayList<>();
        if (span.getLogs() != null) {
            for (io.jaegertracing.thriftjava.Log log : span.getLogs()) {
                logs.add(new Log(log.getTimestamp() * MICRO, tags(log.getFields())));
            }
        }
        return logs;
    }

    private static List<Attribute> tags(@Nullable List<Tag> tags) {
        List<Attribute> attributes = new ArrayList<>();
        if (tags != null) {
            for (Tag tag : tags) {
                attributes.add(new Attribute(required(tag.getKey(), "key"), value(tag)));
            }
        }
        return attributes;
    }

    private static AttributeValue value(Tag tag) {
        return switch (required(tag.getVType(), "vType")) {
            case STRING -> new AttributeValue.Text(tag.isSetVStr() ? tag.getVStr() : "");
            case BOOL -> new AttributeValue.Bool(tag.isVBool());
            case LONG -> new AttributeValue.Int(tag.getVLong());
            case DOUBLE -> new AttributeValue.Real(tag.getVDouble());
            case BINARY -> new AttributeValue.Bytes(tag.isSetVBinary() ? tag.getVBinary() : new byte[0]);
        };
    }

    private static String hex(long id) {
        return String.format("%016x", id);
    }
}

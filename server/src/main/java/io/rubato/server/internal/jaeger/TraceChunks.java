package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.otlp.ProtobufWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// Cuts a TracesData between spans, so that gRPC clients, which refuse messages above 4 MiB, take large traces. Each
/// chunk is a TracesData that repeats the resource and the scope of its spans; what a span is encoded as stays.
final class TraceChunks {
    private static final int RESOURCES = 1;

    /// Of the scopes in a resource, and of the spans in a scope.
    private static final int CHILDREN = 2;

    private final int most;
    private final Consumer<byte[]> chunks;
    private ProtobufWriter out = new ProtobufWriter(1_024);

    private TraceChunks(int most, Consumer<byte[]> chunks) {
        this.most = most;
        this.chunks = chunks;
    }

    /// @param most bytes that a chunk has before its last span
    /// @throws MalformedOtlpException if the trace is no TracesData
    static void cut(byte[] trace, int most, Consumer<byte[]> chunks) throws MalformedOtlpException {
        if (trace.length <= most) {
            chunks.accept(trace);
        } else {
            new TraceChunks(most, chunks).cut(new ProtobufReader(trace));
        }
    }

    private void cut(ProtobufReader trace) throws MalformedOtlpException {
        for (ProtobufReader resource : messages(trace, RESOURCES)) {
            byte[] described = otherFields(resource.copy());
            for (ProtobufReader scope : messages(resource, CHILDREN)) {
                scope(
                        described,
                        otherFields(scope.copy()),
                        messages(scope, CHILDREN).iterator());
            }
        }
        flush();
    }

    /// Writes the spans of a scope, with its resource and its other fields in each chunk that has any of them.
    private void scope(byte[] resource, byte[] scope, Iterator<ProtobufReader> spans) {
        while (spans.hasNext()) {
            out.tag(RESOURCES, ProtobufReader.LENGTH);
            int resourceStart = out.begin();
            out.copy(resource, 0, resource.length);
            out.tag(CHILDREN, ProtobufReader.LENGTH);
            int scopeStart = out.begin();
            out.copy(scope, 0, scope.length);
            do {
                ProtobufReader span = spans.next();
                out.tag(CHILDREN, ProtobufReader.LENGTH);
                int spanStart = out.begin();
                out.copy(span.array(), span.position(), span.position() + span.remaining());
                out.end(spanStart);
            } while (spans.hasNext() && out.size() < most);
            out.end(scopeStart);
            out.end(resourceStart);
            if (out.size() >= most) {
                flush();
            }
        }
    }

    private static List<ProtobufReader> messages(ProtobufReader in, int field) throws MalformedOtlpException {
        List<ProtobufReader> messages = new ArrayList<>();
        while (!in.atEnd()) {
            int tag = in.tag();
            if (ProtobufReader.number(tag) == field && ProtobufReader.wireType(tag) == ProtobufReader.LENGTH) {
                messages.add(in.slice());
            } else {
                in.skip(ProtobufReader.wireType(tag));
            }
        }
        return messages;
    }

    private static byte[] otherFields(ProtobufReader in) throws MalformedOtlpException {
        ProtobufWriter fields = new ProtobufWriter(256);
        while (!in.atEnd()) {
            int start = in.position();
            int tag = in.tag();
            in.skip(ProtobufReader.wireType(tag));
            if (ProtobufReader.number(tag) != CHILDREN) {
                fields.copy(in.array(), start, in.position());
            }
        }
        return fields.toByteArray();
    }

    private void flush() {
        if (out.size() > 0) {
            chunks.accept(out.toByteArray());
            out = new ProtobufWriter(1_024);
        }
    }
}

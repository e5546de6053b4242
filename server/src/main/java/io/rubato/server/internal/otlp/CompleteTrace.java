package io.rubato.server.internal.otlp;

import org.jspecify.annotations.Nullable;

/// Fills in what clients of the trace API read without asking whether it is there: `resource`, `scope` and `status`,
/// and
/// one attribute for a resource that has none. Grafana's data source fails on a span without a status and shows no span
/// of a resource without attributes. Everything else stays as it is, byte for byte.
public final class CompleteTrace {
    private static final String NO_SERVICE = "unknown_service";

    private CompleteTrace() {}

    /// @param trace a tempopb.Trace, as protobuf
    /// @throws MalformedOtlpException if it is none
    public static byte[] of(byte[] trace) throws MalformedOtlpException {
        ProtobufWriter out = new ProtobufWriter(trace.length + 64);
        copy(new ProtobufReader(trace), out, Level.TRACE);
        return out.toByteArray();
    }

    /// A message of the path from a trace to its spans.
    private enum Level {
        SPAN(0, 15, null),
        SCOPE_SPANS(2, 1, SPAN),
        RESOURCE_SPANS(2, 1, SCOPE_SPANS),
        TRACE(1, 0, RESOURCE_SPANS);

        final int children;
        final int required;
        final @Nullable Level next;

        Level(int children, int required, @Nullable Level next) {
            this.children = children;
            this.required = required;
            this.next = next;
        }
    }

    private static void copy(ProtobufReader in, ProtobufWriter out, Level level) throws MalformedOtlpException {
        boolean complete = level.required == 0;
        while (!in.atEnd()) {
            int start = in.position();
            int tag = in.tag();
            int number = ProtobufReader.number(tag);
            boolean message = ProtobufReader.wireType(tag) == ProtobufReader.LENGTH;
            if (message && number == level.children && level.next != null) {
                out.tag(number, ProtobufReader.LENGTH);
                int child = out.begin();
                copy(in.slice(), out, level.next);
                out.end(child);
            } else if (message && level == Level.RESOURCE_SPANS && number == level.required) {
                resource(in.slice(), out);
                complete = true;
            } else {
                in.skip(ProtobufReader.wireType(tag));
                out.copy(in.array(), start, in.position());
                complete |= number == level.required;
            }
        }
        if (!complete && level == Level.RESOURCE_SPANS) {
            resource(new ProtobufReader(new byte[0]), out);
        } else if (!complete) {
            out.tag(level.required, ProtobufReader.LENGTH);
            out.bytes(new byte[0]);
        }
    }

    private static void resource(ProtobufReader in, ProtobufWriter out) throws MalformedOtlpException {
        out.tag(1, ProtobufReader.LENGTH);
        int resource = out.begin();
        boolean attributes = false;
        int start = in.position();
        while (!in.atEnd()) {
            int tag = in.tag();
            attributes |= ProtobufReader.number(tag) == 1;
            in.skip(ProtobufReader.wireType(tag));
        }
        out.copy(in.array(), start, in.position());
        if (!attributes) {
            serviceName(out);
        }
        out.end(resource);
    }

    private static void serviceName(ProtobufWriter out) {
        out.tag(1, ProtobufReader.LENGTH);
        int attribute = out.begin();
        out.tag(1, ProtobufReader.LENGTH);
        out.string("service.name");
        out.tag(2, ProtobufReader.LENGTH);
        int value = out.begin();
        out.tag(1, ProtobufReader.LENGTH);
        out.string(NO_SERVICE);
        out.end(value);
        out.end(attribute);
    }
}

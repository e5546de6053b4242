package io.rubato.server.internal.otlp;

/// Takes spans out of a trace; resources and scopes without any go too. The rest stays as it is, byte for byte.
public final class TraceSelection {
    private static final int CHILDREN_OF_TRACE = 1;
    private static final int CHILDREN = 2;

    private TraceSelection() {}

    /// Decides about a span.
    @FunctionalInterface
    public interface Test {
        /// @param kind OTLP's number
        boolean keeps(long spanId, int kind);
    }

    /// @param trace a tempopb.Trace, as protobuf
    /// @throws MalformedOtlpException if it is none
    public static byte[] of(byte[] trace, Test test) throws MalformedOtlpException {
        return upTo(Long.MAX_VALUE, trace, test);
    }

    /// The same, without the spans that would make the result larger than `most` bytes.
    ///
    /// @throws MalformedOtlpException if it is no trace
    public static byte[] upTo(long most, byte[] trace, Test test) throws MalformedOtlpException {
        ProtobufWriter out = new ProtobufWriter((int) Math.min(most, trace.length / 4));
        copy(new ProtobufReader(trace), out, 0, most, test);
        return out.toByteArray();
    }

    /// @param level 0 for the trace, 1 for the spans of a resource, 2 for those of a scope
    /// @return whether a span was kept
    private static boolean copy(ProtobufReader in, ProtobufWriter out, int level, long most, Test test)
            throws MalformedOtlpException {
        boolean any = false;
        int children = level == 0 ? CHILDREN_OF_TRACE : CHILDREN;
        while (!in.atEnd()) {
            int start = in.position();
            int tag = in.tag();
            if (ProtobufReader.number(tag) != children || ProtobufReader.wireType(tag) != ProtobufReader.LENGTH) {
                in.skip(ProtobufReader.wireType(tag));
                out.copy(in.array(), start, in.position());
            } else if (level == 2) {
                ProtobufReader span = in.slice();
                if (out.size() + (in.position() - start) <= most && keeps(span, test)) {
                    out.copy(in.array(), start, in.position());
                    any = true;
                }
            } else {
                any |= child(in.slice(), out, level, most, test);
            }
        }
        return any;
    }

    private static boolean child(ProtobufReader in, ProtobufWriter out, int level, long most, Test test)
            throws MalformedOtlpException {
        int before = out.size();
        out.tag(level == 0 ? CHILDREN_OF_TRACE : CHILDREN, ProtobufReader.LENGTH);
        int child = out.begin();
        if (copy(in, out, level + 1, most, test)) {
            out.end(child);
            return true;
        }
        out.rewind(before);
        return false;
    }

    private static boolean keeps(ProtobufReader span, Test test) throws MalformedOtlpException {
        long id = 0;
        int kind = 0;
        while (!span.atEnd()) {
            int tag = span.tag();
            int number = ProtobufReader.number(tag);
            if (number == 2 && ProtobufReader.wireType(tag) == ProtobufReader.LENGTH) {
                id = id(span.slice());
            } else if (number == 6 && ProtobufReader.wireType(tag) == ProtobufReader.VARINT) {
                kind = (int) span.varint();
            } else {
                span.skip(ProtobufReader.wireType(tag));
            }
        }
        return test.keeps(id, kind);
    }

    private static long id(ProtobufReader bytes) {
        long id = 0;
        for (int i = 0; i < bytes.remaining(); i++) {
            id = id << 8 | (bytes.array()[bytes.position() + i] & 0xff);
        }
        return id;
    }
}

package io.rubato.server.internal.trace;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The fields of one message, one after the other. Not thread-safe.
public final class Fields {
    private final ProtobufReader in;

    public Fields(ProtobufReader in) {
        this.in = in;
    }

    /// Takes a field.
    @FunctionalInterface
    public interface Visitor {
        void field(int number, Value value) throws MalformedOtlpException;
    }

    public void each(Visitor visitor) throws MalformedOtlpException {
        while (!in.atEnd()) {
            int tag = in.tag();
            switch (ProtobufReader.wireType(tag)) {
                case ProtobufReader.LENGTH -> visitor.field(ProtobufReader.number(tag), new Value(in.slice(), 0));
                case ProtobufReader.FIXED64 ->
                    visitor.field(ProtobufReader.number(tag), new Value(NOTHING, in.fixed64()));
                case ProtobufReader.VARINT ->
                    visitor.field(ProtobufReader.number(tag), new Value(NOTHING, in.varint()));
                default -> in.skip(ProtobufReader.wireType(tag));
            }
        }
    }

    private static final ProtobufReader NOTHING = new ProtobufReader(new byte[0]);

    /// The value of a field: a number, or bytes that are text or a message.
    public record Value(ProtobufReader bytes, long number) {
        public Fields message() {
            return new Fields(bytes);
        }

        public String text() {
            return new String(bytes.array(), bytes.position(), bytes.remaining(), StandardCharsets.UTF_8);
        }

        public String hex() {
            return HexFormat.of().formatHex(bytes.array(), bytes.position(), bytes.position() + bytes.remaining());
        }

        public byte[] array() {
            byte[] copy = new byte[bytes.remaining()];
            System.arraycopy(bytes.array(), bytes.position(), copy, 0, copy.length);
            return copy;
        }
    }
}

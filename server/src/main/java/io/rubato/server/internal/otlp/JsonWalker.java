package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Walks a protobuf message by its schema and writes it as JSON.
///
/// Fields come in the order of the schema whatever their order on the wire; what the wire format allows beyond the
/// usual (a field again, a message in pieces, several members of a oneof) is merged as every protobuf parser merges
/// it. Zero values are left out, save in a oneof. Text that is not UTF-8 shows U+FFFD in its place.
final class JsonWalker {
    private static final HexFormat HEX = HexFormat.of();

    private final JsonGenerator out;
    private final JsonDialect dialect;

    JsonWalker(JsonGenerator out, JsonDialect dialect) {
        this.out = out;
        this.dialect = dialect;
    }

    void write(MessageType type, byte[] message) throws IOException, MalformedOtlpException {
        writeMessage(type, new ProtobufReader(message), 1);
    }

    private void writeMessage(MessageType type, ProtobufReader in, int depth)
            throws IOException, MalformedOtlpException {
        if (depth > OtlpLimits.GREATEST_DEPTH) {
            throw new MalformedOtlpException(
                    type.name() + " within " + (depth - 1) + " messages, expected at most " + OtlpLimits.GREATEST_DEPTH,
                    in.position());
        }
        int start = in.position();
        Presence presence = Presence.of(type, in);
        out.writeStartObject();
        for (Field field : type.fields()) {
            if ((presence.fields() & field.bit()) != 0) {
                in.seek(type.oneof() ? presence.from() : start);
                writeField(type, field, in, depth);
            } else if (field.always()) {
                out.writeFieldName(field.jsonName());
                out.writeStartObject();
                out.writeEndObject();
            }
        }
        out.writeEndObject();
    }

    private void writeField(MessageType type, Field field, ProtobufReader in, int depth)
            throws IOException, MalformedOtlpException {
        if (field.repeated()) {
            out.writeFieldName(field.jsonName());
            out.writeStartArray();
            while (seek(field, in)) {
                if (field.type() == FieldType.MESSAGE) {
                    writeMessage(field.message(), in.slice(), depth + 1);
                } else {
                    out.writeString(text(in.slice()));
                }
            }
            out.writeEndArray();
        } else if (field.type() == FieldType.MESSAGE) {
            out.writeFieldName(field.jsonName());
            writeMessage(field.message(), merged(field, in), depth + 1);
        } else {
            writeLast(field, in, type.oneof());
        }
    }

    /// Moves to the value of the next occurrence of a field.
    private static boolean seek(Field field, ProtobufReader in) throws MalformedOtlpException {
        int wanted = (field.number() << 3) | field.type().wireType();
        while (!in.atEnd()) {
            int tag = in.tag();
            if (tag == wanted) {
                return true;
            }
            in.skip(ProtobufReader.wireType(tag));
        }
        return false;
    }

    /// A message may come in pieces: their bytes in a row are the whole.
    private static ProtobufReader merged(Field field, ProtobufReader in) throws MalformedOtlpException {
        ProtobufReader whole = null;
        while (seek(field, in)) {
            ProtobufReader piece = in.slice();
            whole = whole == null ? piece : whole.append(piece);
        }
        return whole == null ? new ProtobufReader(new byte[0]) : whole;
    }

    private void writeLast(Field field, ProtobufReader in, boolean evenZero)
            throws IOException, MalformedOtlpException {
        ProtobufReader slice = null;
        long bits = 0;
        while (seek(field, in)) {
            switch (field.type().wireType()) {
                case ProtobufReader.LENGTH -> slice = in.slice();
                case ProtobufReader.FIXED64 -> bits = in.fixed64();
                case ProtobufReader.FIXED32 -> bits = Integer.toUnsignedLong(in.fixed32());
                default -> bits = in.varint();
            }
        }
        if (slice != null) {
            writeSlice(field, slice, evenZero);
        } else {
            writeNumber(field, bits, evenZero);
        }
    }

    private void writeSlice(Field field, ProtobufReader slice, boolean evenZero) throws IOException {
        if (!evenZero && slice.atEnd()) {
            return;
        }
        out.writeFieldName(field.jsonName());
        if (field.type() == FieldType.STRING) {
            out.writeString(text(slice));
        } else if (field.type() == FieldType.ID && dialect == JsonDialect.OTLP) {
            int from = slice.position();
            out.writeString(HEX.formatHex(slice.array(), from, from + slice.remaining()));
        } else {
            out.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, slice.array(), slice.position(), slice.remaining());
        }
    }

    private void writeNumber(Field field, long bits, boolean evenZero) throws IOException {
        long value = switch (field.type()) {
            // A longer varint in a 32-bit field is cut, as protobuf does.
            case INT32, ENUM -> (int) bits;
            case UINT32, FIXED32 -> bits & 0xffff_ffffL;
            default -> bits;
        };
        if (!evenZero && value == 0) {
            return;
        }
        out.writeFieldName(field.jsonName());
        switch (field.type()) {
            case BOOL -> out.writeBoolean(value != 0);
            case INT32, UINT32, FIXED32 -> out.writeNumber(value);
            case INT64 -> out.writeString(Long.toString(value));
            case UINT64, FIXED64 -> out.writeString(Long.toUnsignedString(value));
            case DOUBLE -> out.writeNumber(Double.longBitsToDouble(value));
            case ENUM -> writeEnum(field, (int) value);
            case STRING, BYTES, ID, MESSAGE -> throw new IllegalArgumentException(field.name() + " is not a number");
        }
    }

    private void writeEnum(Field field, int value) throws IOException {
        String symbol = symbol(field, value);
        if (symbol == null) {
            out.writeNumber(value);
        } else {
            out.writeString(symbol);
        }
    }

    private @Nullable String symbol(Field field, int value) {
        boolean named = dialect == JsonDialect.TRACE_API
                && value >= 0
                && value < field.symbols().size();
        return named ? field.symbols().get(value) : null;
    }

    private static String text(ProtobufReader slice) {
        return new String(slice.array(), slice.position(), slice.remaining(), StandardCharsets.UTF_8);
    }

    /// What a message holds.
    ///
    /// @param fields the bits of the fields that occur with their own wire type; of a oneof, that of the last one
    /// @param from where the last run of that one member begins
    private record Presence(long fields, int from) {
        static Presence of(MessageType type, ProtobufReader in) throws MalformedOtlpException {
            long fields = 0;
            int from = in.position();
            while (!in.atEnd()) {
                int at = in.position();
                int tag = in.tag();
                int wireType = ProtobufReader.wireType(tag);
                Field field = type.byNumber(ProtobufReader.number(tag));
                // Under another wire type it is an unknown field, as for every protobuf parser.
                if (field != null && field.type().wireType() == wireType) {
                    if (type.oneof() && fields != field.bit()) {
                        fields = 0;
                        from = at;
                    }
                    fields |= field.bit();
                }
                in.skip(wireType);
            }
            return new Presence(fields, from);
        }
    }
}

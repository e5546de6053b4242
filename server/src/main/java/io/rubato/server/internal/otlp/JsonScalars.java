package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Scalars of the JSON mapping of proto3, written as protobuf fields.
final class JsonScalars {
    /// No 64-bit integer and no double needs more characters, and parsing longer ones costs time.
    static final int LONGEST_NUMBER = 1000;

    /// Java's own parser takes more than JSON has, "0x1p3d" for one.
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private static final int LONGEST_QUOTE = 64;

    private JsonScalars() {}

    /// Writes the value at the parser.
    ///
    /// @param evenZero whether a zero value is written as well
    static void write(JsonParser parser, Field field, ProtobufWriter out, boolean evenZero)
            throws IOException, MalformedOtlpException {
        switch (field.type()) {
            case STRING -> writeString(out, field, string(parser, field, "a string"), evenZero);
            case ID -> writeBytes(out, field, hex(parser, field), evenZero);
            case BYTES -> writeBytes(out, field, base64(parser, field), evenZero);
            case BOOL -> writeNumber(out, field, bool(parser, field) ? 1 : 0, evenZero);
            case DOUBLE -> writeNumber(out, field, Double.doubleToRawLongBits(decimal(parser, field)), evenZero);
            case ENUM, INT32, UINT32, INT64, UINT64, FIXED32, FIXED64 ->
                writeNumber(out, field, integer(parser, field), evenZero);
            case MESSAGE -> throw new IllegalArgumentException(field.name() + " is a message");
        }
    }

    private static void writeString(ProtobufWriter out, Field field, String value, boolean evenZero) {
        if (evenZero || !value.isEmpty()) {
            out.tag(field.number(), field.type().wireType());
            out.string(value);
        }
    }

    private static void writeBytes(ProtobufWriter out, Field field, byte[] value, boolean evenZero) {
        if (evenZero || value.length > 0) {
            out.tag(field.number(), field.type().wireType());
            out.bytes(value);
        }
    }

    private static void writeNumber(ProtobufWriter out, Field field, long bits, boolean evenZero) {
        if (!evenZero && bits == 0) {
            return;
        }
        int wireType = field.type().wireType();
        out.tag(field.number(), wireType);
        switch (wireType) {
            case ProtobufReader.FIXED64 -> out.fixed64(bits);
            case ProtobufReader.FIXED32 -> out.fixed32((int) bits);
            default -> out.varint(bits);
        }
    }

    private static String string(JsonParser parser, Field field, String expected)
            throws IOException, MalformedOtlpException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw unexpected(parser, field, expected);
        }
        return parser.getText();
    }

    private static byte[] hex(JsonParser parser, Field field) throws IOException, MalformedOtlpException {
        String text = string(parser, field, "hex digits");
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw unexpected(parser, field, "an even number of hex digits");
        }
    }

    private static byte[] base64(JsonParser parser, Field field) throws IOException, MalformedOtlpException {
        String text = string(parser, field, "base64");
        try {
            boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
            return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            throw unexpected(parser, field, "base64");
        }
    }

    private static boolean bool(JsonParser parser, Field field) throws IOException, MalformedOtlpException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw unexpected(parser, field, "true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static double decimal(JsonParser parser, Field field) throws IOException, MalformedOtlpException {
        String text = number(parser, field, "a number");
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> finite(parser, field, text);
        };
    }

    private static double finite(JsonParser parser, Field field, String text)
            throws IOException, MalformedOtlpException {
        double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw unexpected(parser, field, "a number in the range of a double");
        }
        return value;
    }

    private static long integer(JsonParser parser, Field field) throws IOException, MalformedOtlpException {
        FieldType type = field.type();
        if (type == FieldType.ENUM && parser.currentToken() == JsonToken.VALUE_STRING) {
            int symbol = field.symbols().indexOf(parser.getText());
            if (symbol >= 0) {
                return symbol;
            }
        }
        String expected = type == FieldType.ENUM ? "one of " + field.symbols() : "an integer in the range of " + type;
        String text = number(parser, field, expected);
        try {
            return inRange(type, text);
        } catch (ArithmeticException | NumberFormatException e) {
            throw unexpected(parser, field, expected);
        }
    }

    private static long inRange(FieldType type, String text) {
        if (type == FieldType.FIXED64 || type == FieldType.UINT64) {
            return isDigits(text, 0) ? Long.parseUnsignedLong(text) : unsigned(exact(text));
        }
        long value = isDigits(text, text.startsWith("-") ? 1 : 0)
                ? Long.parseLong(text)
                : exact(text).longValueExact();
        return switch (type) {
            case ENUM, INT32 -> Math.toIntExact(value);
            case UINT32, FIXED32 -> uint32(value);
            default -> value;
        };
    }

    private static boolean isDigits(String text, int from) {
        return text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    /// 5.0 and 5e3 are integers as well. An exponent of a billion must not be expanded: see the callers.
    private static BigDecimal exact(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static long unsigned(BigDecimal exact) {
        if (exact.signum() == 0) {
            return 0;
        }
        long digitsBeforePoint = exact.precision() - (long) exact.scale();
        if (exact.signum() < 0 || digitsBeforePoint < 1 || digitsBeforePoint > 20) {
            throw new ArithmeticException("out of range");
        }
        BigInteger value = exact.toBigIntegerExact();
        if (value.bitLength() > 64) {
            throw new ArithmeticException("out of range");
        }
        return value.longValue();
    }

    private static long uint32(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    /// The text of a number, given as a number or as a string.
    private static String number(JsonParser parser, Field field, String expected)
            throws IOException, MalformedOtlpException {
        JsonToken token = parser.currentToken();
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        if (!number && token != JsonToken.VALUE_STRING) {
            throw unexpected(parser, field, expected);
        }
        String text = parser.getText();
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            throw unexpected(parser, field, expected);
        }
        return text;
    }

    private static MalformedOtlpException unexpected(JsonParser parser, Field field, String expected)
            throws IOException {
        String text = parser.getText();
        String quote = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
        return MalformedOtlpException.at(
                parser.currentTokenLocation(), field.name() + " '" + quote + "', expected " + expected);
    }
}

package io.rubato.tracing.internal.log;

import io.opentelemetry.api.common.Value;
import java.lang.reflect.Array;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON (RFC 8259). Numbers, booleans, lists and maps keep their type; what JSON has no number for (NaN,
/// infinities) and every other object becomes a string.
final class JsonText {
    /// Deeper than any log field has reason to be; a structure that holds itself stops here.
    private static final int MAX_DEPTH = 16;

    private JsonText() {}

    static void value(StringBuilder out, @Nullable Object value) {
        value(out, value, 0);
    }

    private static void value(StringBuilder out, @Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Number number) {
            number(out, number);
        } else if (value instanceof Value<?> any) {
            value(out, any.getValue() instanceof Value<?> ? any.asString() : any.getValue(), depth);
        } else if (depth < MAX_DEPTH && value instanceof Iterable<?> items && !(value instanceof java.nio.file.Path)) {
            list(out, items, depth);
        } else if (depth < MAX_DEPTH && value instanceof Map<?, ?> map) {
            map(out, map, depth);
        } else if (depth < MAX_DEPTH && value.getClass().isArray()) {
            array(out, value, depth);
        } else {
            string(out, text(value));
        }
    }

    /// The object's own text; an object whose `toString` fails must not cost the record.
    static String text(Object value) {
        try {
            return String.valueOf(value.toString());
        } catch (RuntimeException | StackOverflowError e) {
            return "[" + value.getClass().getName() + ".toString: "
                    + e.getClass().getName() + "]";
        }
    }

    private static void number(StringBuilder out, Number number) {
        double asDouble = number.doubleValue();
        if ((number instanceof Double || number instanceof Float) && !Double.isFinite(asDouble)) {
            string(out, number.toString());
        } else if (number.getClass().getName().startsWith("java.")) {
            out.append(number);
        } else {
            string(out, text(number));
        }
    }

    private static void list(StringBuilder out, Iterable<?> items, int depth) {
        out.append('[');
        String separator = "";
        for (Object item : items) {
            out.append(separator);
            value(out, item, depth + 1);
            separator = ",";
        }
        out.append(']');
    }

    private static void array(StringBuilder out, Object array, int depth) {
        out.append('[');
        for (int i = 0; i < Array.getLength(array); i++) {
            if (i > 0) {
                out.append(',');
            }
            value(out, Array.get(array, i), depth + 1);
        }
        out.append(']');
    }

    private static void map(StringBuilder out, Map<?, ?> map, int depth) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            string(out, String.valueOf(entry.getKey()));
            out.append(':');
            value(out, entry.getValue(), depth + 1);
            separator = ",";
        }
        out.append('}');
    }

    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // Also the separators that some line readers break at, and halves of surrogate pairs.
                    if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || loneSurrogate(text, i)) {
                        out.append("\\u").append(Character.forDigit(c >> 12, 16));
                        out.append(Character.forDigit(c >> 8 & 15, 16));
                        out.append(Character.forDigit(c >> 4 & 15, 16));
                        out.append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean loneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}

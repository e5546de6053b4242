package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Events as OpenTelemetry's Zipkin exporter for Java writes them: as JSON, but with nothing escaped in strings, so
/// that a stack trace has raw newlines and a message raw quotes. A string ends at a quote that a further key follows,
/// or the end.
/// Source:
/// <https://github.com/open-telemetry/opentelemetry-java/blob/v1.63.0/exporters/zipkin/src/main/java/io/opentelemetry/exporter/zipkin/EventDataToAnnotation.java>
final class UnescapedJson {
    private static final Pattern WHOLE = Pattern.compile("\"([^\"]*)\":\\{(.*)}", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("\"([^\"]+)\":");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?");
    private static final Set<String> WORDS = Set.of("true", "false", "null");

    private static final int LONGEST_SCALAR = 32;

    private UnescapedJson() {}

    /// The event of an annotation that is `"name":{"key":value,…}`; null when it is nothing of the kind.
    static @Nullable Event event(String text, long nanos) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            return null;
        }
        List<Attribute> attributes = attributes(whole.group(2));
        return attributes == null ? null : new Event(whole.group(1), nanos, attributes);
    }

    private static @Nullable List<Attribute> attributes(String text) {
        List<Attribute> attributes = new ArrayList<>();
        Matcher key = KEY.matcher(text);
        int at = 0;
        while (key.region(at, text.length()).lookingAt()) {
            int end = endOfValue(text, key.end());
            if (end < 0) {
                return null;
            }
            attributes.add(new Attribute(key.group(1), value(text.substring(key.end(), end))));
            if (end == text.length()) {
                return attributes;
            }
            at = end + 1;
        }
        return null;
    }

    /// Where a value ends: at the comma before the next key, or at the end of the text; -1 when it ends nowhere.
    private static int endOfValue(String text, int start) {
        Matcher next = KEY.matcher(text);
        for (int comma = text.indexOf(",\"", start); comma >= 0; comma = text.indexOf(",\"", comma + 1)) {
            if (isWhole(text, start, comma)
                    && next.region(comma + 1, text.length()).lookingAt()) {
                return comma;
            }
        }
        return isWhole(text, start, text.length()) ? text.length() : -1;
    }

    private static boolean isWhole(String text, int start, int end) {
        return isEnclosed(text, start, end, '"', '"')
                || isEnclosed(text, start, end, '[', ']')
                || (end - start <= LONGEST_SCALAR && isScalar(text.substring(start, end)));
    }

    private static boolean isScalar(String text) {
        return WORDS.contains(text) || DECIMAL.matcher(text).matches();
    }

    private static boolean isEnclosed(String text, int start, int end, char first, char last) {
        return end - start > 1 && text.charAt(start) == first && text.charAt(end - 1) == last;
    }

    private static boolean isEnclosed(String text, char first, char last) {
        return isEnclosed(text, 0, text.length(), first, last);
    }

    private static AttributeValue value(String text) {
        if (isEnclosed(text, '"', '"')) {
            return new AttributeValue.Text(inside(text));
        }
        if (isEnclosed(text, '[', ']')) {
            return new AttributeValue.Array(elements(inside(text)));
        }
        if (INTEGER.matcher(text).matches()) {
            return new AttributeValue.Int(Long.parseLong(text));
        }
        return switch (text) {
            case "true", "false" -> new AttributeValue.Bool(text.equals("true"));
            case "null" -> new AttributeValue.Empty();
            default -> new AttributeValue.Real(Double.parseDouble(text));
        };
    }

    private static List<AttributeValue> elements(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        if (isEnclosed(text, '"', '"')) {
            return List.of(inside(text).split("\",\"", -1)).stream()
                    .<AttributeValue>map(AttributeValue.Text::new)
                    .toList();
        }
        return List.of(text.split(",", -1)).stream()
                .map(each -> isScalar(each) ? value(each) : new AttributeValue.Text(each))
                .toList();
    }

    private static String inside(String text) {
        return text.substring(1, text.length() - 1);
    }
}

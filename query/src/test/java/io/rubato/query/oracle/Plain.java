package io.rubato.query.oracle;

import io.rubato.query.oracle.Oracle.Hex;
import io.rubato.query.oracle.Oracle.Nanos;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.Static;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of the oracle as text, and answers' values as the same text: what an answer makes of types where a key has
/// several is not looked at.
public final class Plain {
    private Plain() {}

    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case Nanos(long nanos) -> new Static.Duration(nanos).toString();
            case Hex(String digits) -> digits;
            case List<?> list ->
                list.stream()
                        .map(element -> element == null ? "" : text(element))
                        .collect(Collectors.joining(", ", "[", "]"));
            case AttributeValue attribute -> text(attribute);
            case String text -> text;
            case Long number -> number.toString();
            case Double number -> number.toString();
            case Boolean bool -> bool.toString();
            case Enum<?> constant -> constant.toString();
            default -> "";
        };
    }

    public static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> text.value();
            case AttributeValue.Int number -> Long.toString(number.value());
            case AttributeValue.Real number -> Double.toString(number.value());
            case AttributeValue.Bool bool -> Boolean.toString(bool.value());
            case AttributeValue.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.value());
            case AttributeValue.Array array ->
                array.values().stream().map(Plain::text).collect(Collectors.joining(", ", "[", "]"));
            case AttributeValue.KeyValues list ->
                list.values().stream()
                        .map(entry -> entry.key() + ": " + text(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case AttributeValue.Empty empty -> "";
        };
    }

    /// Equal for equal values.
    static Object key(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Plain::key).toList();
        }
        return Objects.requireNonNullElse(value, "").getClass().getSimpleName() + " " + text(value);
    }
}

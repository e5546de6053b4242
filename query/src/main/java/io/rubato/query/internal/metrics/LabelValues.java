package io.rubato.query.internal.metrics;

import io.rubato.query.internal.search.Answers;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.AttributeValue;
import java.util.Base64;
import java.util.stream.Collectors;

/// Values as labels of series.
final class LabelValues {
    private static final AttributeValue NIL = new AttributeValue.Text("nil");

    private LabelValues() {}

    /// The value in a form in which equal ones are equal.
    static Value comparable(Value value) {
        return switch (value) {
            case Value.Opaque(AttributeValue opaque) -> new Value.Text(text(opaque));
            case Value.Many many ->
                new Value.Many(
                        many.values().stream().map(LabelValues::comparable).toList());
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Int _, Value.Real _, Value.Span _ -> value;
            case Value.Status _, Value.Kind _, Value.Id _ -> value;
        };
    }

    /// As Tempo shows it: a missing one as the text `nil`.
    static AttributeValue label(Value value) {
        return value instanceof Value.Nil ? NIL : Answers.of(value);
    }

    /// For sorting and for labels that have to be text.
    static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> text.value();
            case AttributeValue.Int number -> Long.toString(number.value());
            case AttributeValue.Real number -> Double.toString(number.value());
            case AttributeValue.Bool bool -> Boolean.toString(bool.value());
            case AttributeValue.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.value());
            case AttributeValue.Array array ->
                array.values().stream().map(LabelValues::text).collect(Collectors.joining(", ", "[", "]"));
            case AttributeValue.KeyValues list ->
                list.values().stream()
                        .map(entry -> entry.key() + ": " + text(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case AttributeValue.Empty empty -> "";
        };
    }
}

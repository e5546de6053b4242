package io.rubato.query.internal.search;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.Static;
import java.util.Base64;
import java.util.stream.Collectors;

/// Values as answers show them: durations as text such as `238ms`, enumerations as keywords, ids in hexadecimal.
public final class Answers {
    private Answers() {}

    /// A value that an answer groups by, where a missing one is the text `nil`, as Tempo shows it.
    public static AttributeValue orNil(Value value) {
        return value instanceof Value.Nil ? new AttributeValue.Text("nil") : of(value);
    }

    public static AttributeValue of(Value value) {
        return switch (value) {
            case Value.Nil nil -> new AttributeValue.Empty();
            case Value.Text(String text) -> new AttributeValue.Text(text);
            case Value.Bool(boolean bool) -> new AttributeValue.Bool(bool);
            case Value.Int(long number) -> new AttributeValue.Int(number);
            case Value.Real(double number) -> new AttributeValue.Real(number);
            case Value.Span(long nanos) -> new AttributeValue.Text(new Static.Duration(nanos).toString());
            case Value.Status status -> new AttributeValue.Text(status.value().toString());
            case Value.Kind kind -> new AttributeValue.Text(kind.value().toString());
            case Value.Id id -> new AttributeValue.Text(id.padded());
            case Value.Many many ->
                new AttributeValue.Array(many.values().stream().map(Answers::of).toList());
            case Value.Opaque(AttributeValue opaque) -> opaque;
        };
    }

    /// A value of any type as text, where an answer has to show text.
    public static String text(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> text.value();
            case AttributeValue.Int number -> Long.toString(number.value());
            case AttributeValue.Real number -> Double.toString(number.value());
            case AttributeValue.Bool bool -> Boolean.toString(bool.value());
            case AttributeValue.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.value());
            case AttributeValue.Array array ->
                array.values().stream().map(Answers::text).collect(Collectors.joining(", ", "[", "]"));
            case AttributeValue.KeyValues list ->
                list.values().stream()
                        .map(entry -> entry.key() + ": " + text(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case AttributeValue.Empty empty -> "";
        };
    }
}

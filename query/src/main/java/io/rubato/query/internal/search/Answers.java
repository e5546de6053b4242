package io.rubato.query.internal.search;

import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.Static;

/// Values as answers show them: durations as text such as `238ms`, enumerations as keywords, ids in hexadecimal.
public final class Answers {
    private Answers() {}

    /// An attribute of a spanset, where a missing value is the text `nil`.
    static AttributeValue ofSpanset(Value value) {
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
}

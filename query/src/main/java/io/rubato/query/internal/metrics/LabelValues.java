package io.rubato.query.internal.metrics;

import io.rubato.query.internal.search.Answers;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.model.AttributeValue;

/// Values as keys of series.
final class LabelValues {
    private LabelValues() {}

    /// The value in a form in which equal ones are equal.
    static Value comparable(Value value) {
        return switch (value) {
            case Value.Opaque(AttributeValue opaque) -> new Value.Text(Answers.text(opaque));
            case Value.Many many ->
                new Value.Many(
                        many.values().stream().map(LabelValues::comparable).toList());
            case Value.Nil _, Value.Text _, Value.Bool _, Value.Int _, Value.Real _, Value.Span _ -> value;
            case Value.Status _, Value.Kind _, Value.Id _ -> value;
        };
    }
}

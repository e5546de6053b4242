package io.rubato.server.internal.rules;

import io.rubato.storage.model.AttributeValue;
import java.util.Base64;
import java.util.stream.Collectors;

/// Values of attributes as the text of a label.
final class LabelText {
    private LabelText() {}

    static String of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text(String text) -> text;
            case AttributeValue.Int(long number) -> Long.toString(number);
            case AttributeValue.Real(double number) -> Numbers.text(number);
            case AttributeValue.Bool(boolean bool) -> Boolean.toString(bool);
            case AttributeValue.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.value());
            case AttributeValue.Array(var values) ->
                values.stream().map(LabelText::of).collect(Collectors.joining(", ", "[", "]"));
            case AttributeValue.KeyValues(var values) ->
                values.stream()
                        .map(entry -> entry.key() + ": " + of(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case AttributeValue.Empty _ -> "";
        };
    }
}

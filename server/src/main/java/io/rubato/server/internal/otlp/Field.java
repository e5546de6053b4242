package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One field of a message.
///
/// @param bit its place in the message, as a single set bit
/// @param number its number on the wire
/// @param protoName its name in the .proto file, in snake_case
/// @param jsonName its name in JSON, in camelCase
/// @param always whether JSON has it, as an empty object, even where the message does not
/// @param target the message of a field of type MESSAGE; late, for messages contain each other
/// @param symbols the names of an enum's values, by number
record Field(
        long bit,
        int number,
        String protoName,
        SerializedString jsonName,
        FieldType type,
        boolean repeated,
        boolean always,
        @Nullable Supplier<MessageType> target,
        List<String> symbols) {

    MessageType message() {
        return Objects.requireNonNull(target, protoName).get();
    }

    String name() {
        return jsonName.getValue();
    }
}

package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.io.SerializedString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known of one protobuf message: its fields in the order of the .proto file.
final class MessageType {
    private final String name;
    private final boolean oneof;
    private final List<Field> fields;
    private final @Nullable Field[] byNumber;
    private final Map<String, Field> byName = new HashMap<>();

    private MessageType(Builder builder) {
        this.name = builder.name;
        this.oneof = builder.oneof;
        this.fields = List.copyOf(builder.fields);
        this.byNumber =
                new Field[1 + fields.stream().mapToInt(Field::number).max().orElse(0)];
        for (Field field : fields) {
            byNumber[field.number()] = field;
            byName.put(field.name(), field);
            byName.put(field.protoName(), field);
        }
    }

    String name() {
        return name;
    }

    List<Field> fields() {
        return fields;
    }

    /// Whether the fields exclude each other: at most one is set, and it counts even with a zero value.
    boolean oneof() {
        return oneof;
    }

    @Nullable
    Field byNumber(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    /// The field of this JSON name, in camelCase or snake_case.
    @Nullable
    Field byName(String jsonName) {
        return byName.get(jsonName);
    }

    static Builder message(String name) {
        return new Builder(name, false);
    }

    static Builder oneof(String name) {
        return new Builder(name, true);
    }

    static final class Builder {
        private final String name;
        private final boolean oneof;
        private final List<Field> fields = new ArrayList<>();

        private Builder(String name, boolean oneof) {
            this.name = name;
            this.oneof = oneof;
        }

        Builder field(int number, String protoName, FieldType type) {
            return add(number, protoName, type, false, false, null, List.of());
        }

        Builder strings(int number, String protoName) {
            return add(number, protoName, FieldType.STRING, true, false, null, List.of());
        }

        Builder symbols(int number, String protoName, String... symbols) {
            return add(number, protoName, FieldType.ENUM, false, false, null, List.of(symbols));
        }

        Builder message(int number, String protoName, Supplier<MessageType> target) {
            return add(number, protoName, FieldType.MESSAGE, false, false, target, List.of());
        }

        /// A message that JSON has even where it is not set.
        Builder always(int number, String protoName, Supplier<MessageType> target) {
            return add(number, protoName, FieldType.MESSAGE, false, true, target, List.of());
        }

        Builder messages(int number, String protoName, Supplier<MessageType> target) {
            return add(number, protoName, FieldType.MESSAGE, true, false, target, List.of());
        }

        MessageType build() {
            return new MessageType(this);
        }

        private Builder add(
                int number,
                String protoName,
                FieldType type,
                boolean repeated,
                boolean always,
                @Nullable Supplier<MessageType> target,
                List<String> symbols) {
            long bit = 1L << fields.size();
            SerializedString jsonName = new SerializedString(camelCase(protoName));
            fields.add(new Field(bit, number, protoName, jsonName, type, repeated, always, target, symbols));
            return this;
        }

        private static String camelCase(String protoName) {
            StringBuilder camel = new StringBuilder();
            for (String word : protoName.split("_")) {
                camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return camel.toString();
        }
    }
}

package io.rubato.generator.span;

import java.util.ArrayList;
import java.util.List;

/// Reads `KeyValue` and `AnyValue`.
final class ValueReader {
    private ValueReader() {}

    static Attribute attribute(WireReader in) {
        String key = "";
        Value value = new Value.Empty();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.text();
                case 2 -> value = value(in.message());
                default -> throw in.unknown("KeyValue");
            }
        }
        return new Attribute(key, value);
    }

    static Value value(WireReader in) {
        Value value = new Value.Empty();
        while (in.next()) {
            value = switch (in.field()) {
                case 1 -> new Value.Text(in.text());
                case 2 -> new Value.Flag(in.number() != 0);
                case 3 -> new Value.Whole(in.number());
                case 4 -> new Value.Real(Double.longBitsToDouble(in.number()));
                case 5 -> new Value.Array(values(in.message()));
                case 6 -> new Value.KeyValues(attributes(in.message()));
                case 7 -> new Value.Bytes(in.hex());
                default -> throw in.unknown("AnyValue");
            };
        }
        return value;
    }

    private static List<Value> values(WireReader in) {
        List<Value> values = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                throw in.unknown("ArrayValue");
            }
            values.add(value(in.message()));
        }
        return List.copyOf(values);
    }

    private static List<Attribute> attributes(WireReader in) {
        List<Attribute> attributes = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                throw in.unknown("KeyValueList");
            }
            attributes.add(attribute(in.message()));
        }
        return List.copyOf(attributes);
    }
}

package io.rubato.query.memory;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;

/// Writes values as OTLP messages with the generated classes.
final class Wire {
    private Wire() {}

    static AnyValue any(AttributeValue value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        switch (value) {
            case AttributeValue.Text text -> any.setStringValue(text.value());
            case AttributeValue.Bool bool -> any.setBoolValue(bool.value());
            case AttributeValue.Int number -> any.setIntValue(number.value());
            case AttributeValue.Real number -> any.setDoubleValue(number.value());
            case AttributeValue.Bytes bytes -> any.setBytesValue(ByteString.copyFrom(bytes.value()));
            case AttributeValue.Array array -> any.setArrayValue(array(array.values()));
            case AttributeValue.KeyValues list -> any.setKvlistValue(list(list.values()));
            case AttributeValue.Empty empty -> {}
        }
        return any.build();
    }

    static ArrayValue array(List<AttributeValue> values) {
        return ArrayValue.newBuilder()
                .addAllValues(values.stream().map(Wire::any).toList())
                .build();
    }

    static KeyValueList list(List<Attribute> values) {
        return KeyValueList.newBuilder()
                .addAllValues(values.stream().map(Wire::keyValue).toList())
                .build();
    }

    static List<KeyValue> keyValues(List<Attribute> attributes) {
        return attributes.stream().map(Wire::keyValue).toList();
    }

    static KeyValue keyValue(Attribute attribute) {
        return KeyValue.newBuilder()
                .setKey(attribute.key())
                .setValue(any(attribute.value()))
                .build();
    }
}

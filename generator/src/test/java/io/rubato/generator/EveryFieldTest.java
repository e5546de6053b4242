package io.rubato.generator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MessageOrBuilder;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.span.OtlpReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EveryFieldTest {
    private static final Set<String> OF_PROFILES = Set.of(
            "opentelemetry.proto.common.v1.KeyValue.key_strindex",
            "opentelemetry.proto.common.v1.AnyValue.string_value_strindex");

    @Test
    void parsesAndReserialisesToTheSameContent() throws Exception {
        byte[] body = EveryField.body();
        TracesData data = TracesData.parseFrom(body);
        assertThat(TracesData.parseFrom(data.toByteArray())).isEqualTo(data);
        assertThat(data.getUnknownFields().asMap()).isEmpty();
        assertThat(OtlpReader.read(data.toByteArray()))
                .isEqualTo(OtlpReader.read(body))
                .hasSize(EveryField.SPANS);
    }

    @Test
    void usesEveryFieldOfEveryMessage() throws Exception {
        Map<String, Boolean> used = new HashMap<>();
        collect(TracesData.parseFrom(EveryField.body()), used);
        Set<String> unused = new TreeSet<>();
        used.forEach((field, seen) -> {
            if (!seen) {
                unused.add(field);
            }
        });
        unused.removeAll(OF_PROFILES);
        assertThat(used).hasSizeGreaterThan(45);
        assertThat(unused).isEmpty();
    }

    private static void collect(MessageOrBuilder message, Map<String, Boolean> used) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            used.putIfAbsent(field.getFullName(), false);
        }
        message.getAllFields().forEach((field, value) -> {
            used.put(field.getFullName(), true);
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (field.isRepeated()) {
                    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                        collect((MessageOrBuilder) message.getRepeatedField(field, i), used);
                    }
                } else {
                    collect((MessageOrBuilder) value, used);
                }
            }
        });
    }
}

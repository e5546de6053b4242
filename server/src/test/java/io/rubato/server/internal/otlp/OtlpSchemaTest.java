package io.rubato.server.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtlpSchemaTest {
    private final Set<String> visited = new HashSet<>();

    @Test
    void holdsEveryFieldOfOtlpAsTheGeneratedClassesHaveIt() {
        compare(OtlpSchema.TRACES, ExportTraceServiceRequest.getDescriptor());
        compare(OtlpSchema.EXPORT_RESPONSE, ExportTraceServiceResponse.getDescriptor());
        assertThat(visited).hasSize(16).contains("AnyValue", "EntityRef", "Link", "Status");
    }

    private void compare(MessageType type, Descriptor expected) {
        if (!visited.add(expected.getName())) {
            return;
        }
        assertThat(type.name()).isEqualTo(expected.getName());
        assertThat(type.oneof()).isEqualTo(!expected.getOneofs().isEmpty());
        assertThat(type.fields()).as(type.name()).hasSameSizeAs(expected.getFields());
        for (FieldDescriptor field : expected.getFields()) {
            Field actual = Objects.requireNonNull(type.byNumber(field.getNumber()), field.getFullName());
            assertThat(actual.protoName()).isEqualTo(field.getName());
            assertThat(actual.name()).isEqualTo(field.getJsonName());
            assertThat(actual.repeated()).as(field.getFullName()).isEqualTo(field.isRepeated());
            assertThat(actual.symbols()).isEqualTo(symbols(field));
            assertThat(type.byName(field.getJsonName())).isSameAs(actual);
            assertThat(type.byName(field.getName())).isSameAs(actual);
            String wanted =
                    field.getName().endsWith("_id") ? "ID" : field.getType().name();
            assertThat(actual.type().name()).as(field.getFullName()).isEqualTo(wanted);
            if (field.getType() == FieldDescriptor.Type.MESSAGE) {
                compare(actual.message(), field.getMessageType());
            }
        }
    }

    private static List<String> symbols(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.ENUM
                ? field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .toList()
                : List.of();
    }
}

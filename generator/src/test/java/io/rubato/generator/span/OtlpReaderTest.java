package io.rubato.generator.span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.EveryField;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OtlpReaderTest {
    @Test
    void readsWhatTheGeneratedClassesRead() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(EveryField.body());
        TraceGenerator generator = new TraceGenerator(3, GeneratorOptions.of(3_000));
        while (generator.hasNext()) {
            all.write(generator.next().body());
        }
        List<GeneratedSpan> mine = OtlpReader.read(all.toByteArray());
        List<String> theirs = new ArrayList<>();
        for (ResourceSpans resource : TracesData.parseFrom(all.toByteArray()).getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                scope.getSpansList().forEach(span -> theirs.add(line(resource, scope, span)));
            }
        }
        assertThat(mine.stream().map(OtlpReaderTest::line)).containsExactlyElementsOf(theirs);
    }

    private static String line(GeneratedSpan span) {
        return String.join(
                "|",
                span.service(),
                span.resource().schemaUrl(),
                span.scope().name(),
                span.scope().version(),
                span.scope().schemaUrl(),
                span.traceId() + span.spanId() + span.parentSpanId() + span.traceState(),
                span.name() + span.kind() + " " + span.startNanos() + " " + span.endNanos() + " " + span.flags(),
                span.attributes().stream().map(Attribute::key).toList().toString(),
                span.events().stream()
                        .map(event -> event.name()
                                + event.timeNanos()
                                + event.attributes().size())
                        .toList()
                        .toString(),
                span.links().stream()
                        .map(link -> link.traceId() + link.spanId() + link.flags())
                        .toList()
                        .toString(),
                span.droppedAttributes() + " " + span.droppedEvents() + " " + span.droppedLinks(),
                span.statusMessage() + span.statusCode());
    }

    private static String line(ResourceSpans resource, ScopeSpans scope, Span span) {
        return String.join(
                "|",
                service(resource),
                resource.getSchemaUrl(),
                scope.getScope().getName(),
                scope.getScope().getVersion(),
                scope.getSchemaUrl(),
                hex(span.getTraceId()) + hex(span.getSpanId()) + hex(span.getParentSpanId()) + span.getTraceState(),
                span.getName() + span.getKindValue() + " " + span.getStartTimeUnixNano() + " "
                        + span.getEndTimeUnixNano() + " " + span.getFlags(),
                span.getAttributesList().stream()
                        .map(attribute -> attribute.getKey())
                        .toList()
                        .toString(),
                span.getEventsList().stream()
                        .map(event -> event.getName() + event.getTimeUnixNano() + event.getAttributesCount())
                        .toList()
                        .toString(),
                span.getLinksList().stream()
                        .map(link -> hex(link.getTraceId()) + hex(link.getSpanId()) + link.getFlags())
                        .toList()
                        .toString(),
                span.getDroppedAttributesCount() + " " + span.getDroppedEventsCount() + " "
                        + span.getDroppedLinksCount(),
                span.getStatus().getMessage() + span.getStatus().getCodeValue());
    }

    private static String service(ResourceSpans resource) {
        OptionalInt at = IntStream.range(0, resource.getResource().getAttributesCount())
                .filter(i -> resource.getResource().getAttributes(i).getKey().equals("service.name"))
                .findFirst();
        return at.isPresent()
                ? resource.getResource().getAttributes(at.getAsInt()).getValue().getStringValue()
                : "";
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void keepsEveryKindOfValueApart() {
        GeneratedSpan span = OtlpReader.read(EveryField.body()).getFirst();
        assertThat(span.attribute("int.least")).contains(new Value.Whole(Long.MIN_VALUE));
        assertThat(span.attribute("double.nan")).contains(new Value.Real(Double.NaN));
        assertThat(span.attribute("double.minus.zero"))
                .contains(new Value.Real(-0.0))
                .isNotEqualTo(span.attribute("double.zero"));
        assertThat(span.attribute("bytes")).contains(new Value.Bytes("00ff10807f"));
        assertThat(span.attribute("text.empty")).contains(new Value.Text(""));
        assertThat(span.attribute("value.empty")).contains(new Value.Empty());
        assertThat(span.attribute("map.empty")).contains(new Value.KeyValues(List.of()));
        assertThat(span.resource().entityRefs()).hasSize(2);
    }

    @Test
    void refusesAFieldItDoesNotKnow() {
        assertThatThrownBy(() -> OtlpReader.read(new byte[] {0x20, 1}))
                .hasMessage("unknown field 4 in ExportTraceServiceRequest");
    }
}

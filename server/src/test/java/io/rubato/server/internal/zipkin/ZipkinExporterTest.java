package io.rubato.server.internal.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.rubato.server.Deadline;
import io.rubato.server.Running;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.codec.SpanBytesDecoder;

/// What OpenTelemetry's Zipkin exporter sends is whole, both as OTLP and as Zipkin has it.
@SuppressWarnings("deprecation") // the last release of the exporter; what is out there stays out there
class ZipkinExporterTest {
    @TempDir
    private Path directory;

    @Test
    void arrivesWhole() throws Exception {
        try (Running running = Running.in(directory)) {
            String id = send(running.server.zipkinUrl().orElseThrow() + "/api/v2/spans");
            TracesData trace = TracesData.parseFrom(
                    running.get("/api/traces/" + id, BodyHandlers.ofByteArray(), "accept", "application/protobuf")
                            .body());
            assertOtlp(trace);
            List<zipkin2.Span> spans = SpanBytesDecoder.JSON_V2.decodeList(
                    running.get("/api/v2/trace/" + id).body().getBytes(StandardCharsets.UTF_8));
            zipkin2.Span client = spans.stream()
                    .filter(span -> span.kind() == zipkin2.Span.Kind.CLIENT)
                    .findFirst()
                    .orElseThrow();
            assertThat(client.name()).isEqualTo("get /stock");
            assertThat(client.localServiceName()).isEqualTo("shop");
            assertThat(client.remoteServiceName()).isEqualTo("stock");
            assertThat(client.tags())
                    .containsEntry("otel.status_code", "ERROR")
                    .containsEntry("error", "sold out")
                    .containsEntry("otel.scope.name", "checkout")
                    .containsEntry("basket.size", "3")
                    .containsEntry("peer.service", "stock");
            assertThat(client.annotations())
                    .extracting(annotation -> annotation.value())
                    .hasSize(2)
                    .contains("\"retry\":{\"attempt\":2}");
            assertThat(spans).hasSize(2);
            assertThat(client.parentId())
                    .isIn(spans.stream().map(zipkin2.Span::id).toList());
        }
    }

    private static void assertOtlp(TracesData trace) {
        assertThat(strings(trace.getResourceSpans(0).getResource().getAttributesList()))
                .containsEntry("service.name", "shop");
        ScopeSpans scope = trace.getResourceSpans(0).getScopeSpans(0);
        assertThat(scope.getScope().getName()).isEqualTo("checkout");
        assertThat(scope.getScope().getVersion()).isEqualTo("1.2");
        io.opentelemetry.proto.trace.v1.Span span = scope.getSpansList().stream()
                .filter(each -> each.getKind() == io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT)
                .findFirst()
                .orElseThrow();
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getStatus().getMessage()).isEqualTo("sold out");
        assertThat(span.getEvents(0).getName()).isEqualTo("retry");
        assertThat(span.getEvents(0).getAttributes(0).getValue().getIntValue()).isEqualTo(2);
        assertThat(span.getEvents(1).getName()).isEqualTo("exception");
        assertThat(strings(span.getEvents(1).getAttributesList()))
                .containsEntry("exception.type", "java.lang.IllegalStateException")
                .containsEntry("exception.message", "no \"stock\"\nat all")
                .hasEntrySatisfying(
                        "exception.stacktrace", text -> assertThat(text).contains("at all\n\tat "));
        assertThat(strings(span.getAttributesList()))
                .containsEntry("peer.service", "stock")
                .containsEntry("basket.size", "3")
                .doesNotContainKeys("error", "otel.status_code", "otel.scope.name");
    }

    private static Map<String, String> strings(List<KeyValue> attributes) {
        Map<String, String> strings = new TreeMap<>();
        attributes.forEach(each -> strings.put(each.getKey(), each.getValue().getStringValue()));
        return strings;
    }

    private static String send(String url) {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder().put("service.name", "shop").build()))
                .addSpanProcessor(SimpleSpanProcessor.create(
                        ZipkinSpanExporter.builder().setEndpoint(url).build()))
                .build()) {
            io.opentelemetry.api.trace.Tracer tracer = provider.tracerBuilder("checkout")
                    .setInstrumentationVersion("1.2")
                    .build();
            Span root = tracer.spanBuilder("GET /basket")
                    .setSpanKind(SpanKind.SERVER)
                    .startSpan();
            Span call = tracer.spanBuilder("GET /stock")
                    .setSpanKind(SpanKind.CLIENT)
                    .setParent(io.opentelemetry.context.Context.root().with(root))
                    .setAttribute("peer.service", "stock")
                    .setAttribute("basket.size", 3)
                    .startSpan();
            call.addEvent("retry", Attributes.of(AttributeKey.longKey("attempt"), 2L));
            call.recordException(new IllegalStateException("no \"stock\"\nat all"));
            call.setStatus(StatusCode.ERROR, "sold out");
            call.end();
            root.end();
            assertThat(provider.forceFlush()
                            .join(Deadline.SECONDS, TimeUnit.SECONDS)
                            .isSuccess())
                    .isTrue();
            return root.getSpanContext().getTraceId();
        }
    }
}

package io.rubato.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.rubato.tracing.context.RequestIds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class TracingTest {
    private static final String UUID = "123e4567-e89b-12d3-a456-426614174000";

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Tracing start(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(receiver.environment());
        environment.putAll(more);
        return Tracing.builder()
                .environment(environment)
                .global(false)
                .shutdownHook(false)
                .logsTo(logged)
                .start();
    }

    private List<String> lines() {
        return logged.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void spansReachTheBackendWithIdsAndTimes() throws Exception {
        try (Tracing tracing = start(Map.of("OTEL_RESOURCE_ATTRIBUTES", "team=blue"))) {
            Tracer tracer = tracing.tracer("io.example");
            Context request = new RequestIds("test-trace-001", UUID).storeIn(Context.root());
            Span parent = tracer.spanBuilder("parent").setParent(request).startSpan();
            try (Scope scope = request.with(parent).makeCurrent()) {
                Span child = tracer.spanBuilder("child").startSpan();
                try (Scope inner = child.makeCurrent()) {
                    Thread.sleep(20);
                }
                child.end();
            }
            Thread.sleep(10);
            parent.end();
        }
        assertThat(receiver.spans()).hasSize(2);
        for (io.opentelemetry.proto.trace.v1.Span span : receiver.spans()) {
            List<KeyValue> attributes = span.getAttributesList();
            assertThat(Receiver.text(attributes, "x_request_id")).isEqualTo("test-trace-001");
            assertThat(Receiver.text(attributes, "x_dynamo_request_id")).isEqualTo(UUID);
            long busy = Receiver.number(attributes, "busy_ns");
            long idle = Receiver.number(attributes, "idle_ns");
            assertThat(busy + idle).isEqualTo(span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
            assertThat(busy).isGreaterThanOrEqualTo(20_000_000);
        }
        assertThat(Receiver.number(receiver.span("parent").getAttributesList(), "idle_ns"))
                .isGreaterThanOrEqualTo(10_000_000);
        assertThat(Receiver.attributes(
                        receiver.traces.get(0).getResourceSpans(0).getResource().getAttributesList()))
                .containsEntry("service.name", text("test"))
                .containsEntry("team", text("blue"));
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    @Test
    void aLogLineCarriesTheIdsOfTheExportedSpan() {
        try (Tracing tracing = start(Map.of("DYN_LOGGING_JSONL", "1", "OTEL_EXPORT_LOGS_ENABLED", "1"))) {
            Span span = tracing.tracer("io.example")
                    .spanBuilder("work")
                    .setParent(new RequestIds("r-1", null).storeIn(Context.root()))
                    .setAttribute("workers", 7)
                    .startSpan();
            try (Scope scope = new RequestIds("r-1", null)
                    .storeIn(Context.root())
                    .with(span)
                    .makeCurrent()) {
                Logger.getLogger("io.example.Work")
                        .log(Level.INFO, "routed {1}", new Object[] {Map.of("tokens", 12), "x"});
            }
            span.end();
        }
        String line = lines().stream()
                .filter(text -> text.contains("routed"))
                .findFirst()
                .orElseThrow();
        io.opentelemetry.proto.trace.v1.Span exported = receiver.span("work");
        String traceId = HexFormat.of().formatHex(exported.getTraceId().toByteArray());
        String spanId = HexFormat.of().formatHex(exported.getSpanId().toByteArray());
        assertThat(line)
                .matches("\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z\",\"level\":\"INFO\","
                        + "\"file\":\"io/rubato/tracing/TracingTest.java\",\"line\":\\d+,\"target\":\"io.example.Work\","
                        + "\"message\":\"routed x\",\"span_id\":\"" + spanId
                        + "\",\"span_name\":\"work\",\"tokens\":12,"
                        + "\"trace_id\":\"" + traceId + "\",\"workers\":7,\"x_request_id\":\"r-1\"}");
        assertThat(receiver.logRecords()).anySatisfy(entry -> {
            assertThat(entry.getBody().getStringValue()).isEqualTo("routed x");
            assertThat(entry.getTraceId()).isEqualTo(exported.getTraceId());
            assertThat(entry.getSpanId()).isEqualTo(exported.getSpanId());
            assertThat(Receiver.number(entry.getAttributesList(), "tokens")).isEqualTo(12);
        });
    }

    @Test
    void systemLoggerEndsInTheSameOutput() {
        try (Tracing tracing = start(Map.of())) {
            System.getLogger("io.example.Platform").log(System.Logger.Level.WARNING, "disk {0}", "full");
        }
        assertThat(lines()).anyMatch(line -> line.contains(" WARN io.example.Platform: disk full"));
    }

    @Test
    void eachWrongValueIsOneLineAndTheStartGoesOn() {
        try (Tracing tracing = start(Map.of(
                "OTEL_BSP_MAX_QUEUE_SIZE", "many",
                "OTEL_TRACES_SAMPLER", "sometimes",
                "DYN_LOGGING_JSONL", "maybe",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "localhost:4317"))) {
            tracing.tracer("x").spanBuilder("kept").startSpan().end();
            assertThat(tracing.openTelemetry().getPropagators()).isNotNull();
        }
        assertThat(lines().stream().filter(line -> line.contains("WARN")))
                .hasSize(4)
                .anyMatch(line -> line.endsWith(
                        "OTEL_BSP_MAX_QUEUE_SIZE=\"many\": accepted is an integer from 1; the default is used"))
                .anyMatch(line -> line.contains("OTEL_TRACES_SAMPLER=\"sometimes\": accepted is one of always_on"))
                .anyMatch(line -> line.contains("DYN_LOGGING_JSONL=\"maybe\": accepted is 1 true on yes or 0 false"))
                .anyMatch(
                        line -> line.contains("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=\"localhost:4317\": accepted is a"));
        assertThat(receiver.span("kept")).isNotNull();
    }

    @Test
    void whatTheSdkStillRefusesCostsTheExportOnly() {
        try (Tracing tracing = start(Map.of("OTEL_EXPERIMENTAL_SDK_TELEMETRY_VERSION", "wrong"))) {
            Span span = tracing.tracer("x").spanBuilder("kept").startSpan();
            assertThat(span.getSpanContext().isValid()).isTrue();
            assertThat(span.isRecording()).isTrue();
            span.end();
        }
        assertThat(lines()).anyMatch(line -> line.contains("the OpenTelemetry SDK does not accept its configuration"));
    }

    @Test
    void emptyVariablesCountAsUnset() {
        try (Tracing tracing = start(Map.of(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "",
                "OTEL_EXPORTER_OTLP_CERTIFICATE", " ",
                "OTEL_BSP_MAX_QUEUE_SIZE", "",
                "DYN_LOG", ""))) {
            tracing.tracer("x").spanBuilder("kept").startSpan().end();
        }
        assertThat(lines()).noneMatch(line -> line.contains("WARN"));
        assertThat(receiver.spans()).hasSize(1);
    }

    @Test
    void spanEventsAreLogged() {
        try (Tracing tracing = start(Map.of("DYN_LOGGING_SPAN_EVENTS", "1", "DYN_LOGGING_JSONL", "1"))) {
            Span span = tracing.tracer("io.example").spanBuilder("work").startSpan();
            try (Scope scope = span.makeCurrent()) {
                assertThat(lines())
                        .filteredOn(line -> line.contains("SPAN_FIRST_ENTRY"))
                        .hasSize(1);
            }
            try (Scope again = span.makeCurrent()) {
                assertThat(lines())
                        .filteredOn(line -> line.contains("SPAN_FIRST_ENTRY"))
                        .hasSize(1);
            }
            span.end();
        }
        assertThat(lines())
                .filteredOn(line -> line.contains("SPAN_CLOSED"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"target\":\"io.example\"", "\"span_name\":\"work\"")
                        .containsPattern("\"time.busy_us\":\\d+,\"time.duration_us\":\\d+,\"time.idle_us\":\\d+"));
    }

    @Test
    void switchesAreIndependent() {
        try (Tracing tracing =
                start(Map.of("DYN_LOG", "off", "RUBATO_LOG_IDS", "0", "OTEL_EXPORT_LOGS_ENABLED", "0"))) {
            Span span = tracing.tracer("x").spanBuilder("kept").startSpan();
            try (Scope scope = span.makeCurrent()) {
                Logger.getLogger("x").severe("not written");
            }
            span.end();
        }
        assertThat(lines()).isEmpty();
        assertThat(receiver.spans()).hasSize(1);
        assertThat(receiver.logRecords()).isEmpty();
    }
}

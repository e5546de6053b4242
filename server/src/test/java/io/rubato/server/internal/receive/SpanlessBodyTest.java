package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.server.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanlessBodyTest {
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";

    @TempDir
    private Path directory;

    private Running running;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        running = Running.in(directory);
    }

    @AfterEach
    void stop() {
        client.close();
        running.close();
    }

    @Test
    void jsonWithoutSpansGetsAWarning() throws Exception {
        List<String> bodies = List.of(
                "{\"resourceLogs\":[{}]}",
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":{\"stringValue\":\"x\"}}]}]}]}",
                "{\"resourceMetrics\":[]}",
                "{\"resource_span\":[{}]}",
                "{\"resourceSpans\":[{}]}",
                "{\"resourceSpans\":[{\"resource\":{},\"instrumentationLibrarySpans\":[{\"spans\":[{\"name\":\"a\"}]}]}]}",
                "{\"resourceSpans\":[{\"scopeSpans\":[]}]}");
        for (String body : bodies) {
            HttpResponse<byte[]> answer = post(JSON, body.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).isEqualTo(200);
            var success = new ObjectMapper().readTree(answer.body()).get("partialSuccess");
            assertThat(success.at("/errorMessage").textValue()).as(body).contains(" bytes and no span; expected ");
            assertThat(success.has("rejectedSpans")).isFalse();
        }
        assertThat(metrics())
                .contains(
                        "rubato_receiver_requests_total{receiver=\"otlp_http\",outcome=\"no_spans\"} " + bodies.size());
    }

    @Test
    void protobufWithoutSpansGetsAWarning() throws Exception {
        byte[] logs = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(LogRecord.newBuilder())))
                .build()
                .toByteArray();
        byte[] metrics = ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder().setResource(Resource.newBuilder()))
                .build()
                .toByteArray();
        byte[] unknown = {(byte) 0xc2, 0x3e, 2, 8, 1}; // field 1000
        byte[] empty = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder()))
                .build()
                .toByteArray();
        for (byte[] body : List.of(logs, metrics, unknown, empty)) {
            HttpResponse<byte[]> answer = post(PROTOBUF, body);
            // Of a log record the store may find a span without ids; it refuses that and says so.
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(ExportTraceServiceResponse.parseFrom(answer.body())
                            .getPartialSuccess()
                            .getErrorMessage())
                    .isNotEmpty();
        }
        assertThat(metrics()).contains("outcome=\"no_spans\"} 3");
    }

    @Test
    void emptyRequestsAndSpansGetNone() throws Exception {
        for (String body : List.of("{}", " { } ", "{\"resourceSpans\": []}", "{\"resource_spans\":[]}")) {
            assertThat(new String(
                            post(JSON, body.getBytes(StandardCharsets.UTF_8)).body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"partialSuccess\":{}}");
        }
        assertThat(post(PROTOBUF, new byte[0]).body()).isEmpty();
        byte[] spans = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(Span.newBuilder()
                                        .setTraceId(ByteString.copyFrom(new byte[15])
                                                .concat(ByteString.fromHex("01")))
                                        .setSpanId(ByteString.fromHex("0102030405060708"))
                                        .setName("a"))))
                .build()
                .toByteArray();
        assertThat(post(PROTOBUF, spans).body()).isEmpty();
        // Sent again: nothing is new, but there is a span.
        assertThat(post(PROTOBUF, spans).body()).isEmpty();
        assertThat(metrics()).doesNotContain("no_spans");
    }

    private String metrics() {
        return running.get("/metrics").body();
    }

    private HttpResponse<byte[]> post(String type, byte[] body) throws Exception {
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        return client.send(
                HttpRequest.newBuilder(url)
                        .header("content-type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}

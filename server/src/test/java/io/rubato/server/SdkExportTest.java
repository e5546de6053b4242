package io.rubato.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What OpenTelemetry's own exporters send is found as soon as they report success.
class SdkExportTest {
    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() {
        running = Running.in(directory);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void overGrpc() throws Exception {
        String url = running.server.otlpGrpcUrl().orElseThrow().toString();
        sentAndFound(OtlpGrpcSpanExporter.builder().setEndpoint(url).build());
    }

    @Test
    void overGrpcWithGzip() throws Exception {
        String url = running.server.otlpGrpcUrl().orElseThrow().toString();
        sentAndFound(OtlpGrpcSpanExporter.builder()
                .setEndpoint(url)
                .setCompression("gzip")
                .build());
    }

    @Test
    void overHttp() throws Exception {
        String url = running.server.otlpHttpUrl().orElseThrow() + "/v1/traces";
        sentAndFound(OtlpHttpSpanExporter.builder().setEndpoint(url).build());
    }

    @Test
    void overHttpWithGzip() throws Exception {
        String url = running.server.otlpHttpUrl().orElseThrow() + "/v1/traces";
        sentAndFound(OtlpHttpSpanExporter.builder()
                .setEndpoint(url)
                .setCompression("gzip")
                .build());
    }

    private void sentAndFound(SpanExporter exporter) throws Exception {
        String id = send(exporter);
        HttpResponse<byte[]> trace =
                running.get("/api/v2/traces/" + id, BodyHandlers.ofByteArray(), "accept", "application/protobuf");
        assertThat(trace.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> v1 =
                running.get("/api/traces/" + id, BodyHandlers.ofByteArray(), "accept", "application/protobuf");
        TracesData data = TracesData.parseFrom(v1.body());
        assertThat(data.getResourceSpans(0).getScopeSpans(0).getSpans(0).getName())
                .isEqualTo("GET /basket");
        String q = URLEncoder.encode("{resource.service.name=\"shop\"}", StandardCharsets.UTF_8);
        assertThat(running.get("/api/search?q=" + q).body()).contains("\"traceID\":\"" + trimmed(id) + "\"");
        assertThat(running.get("/api/search?tags=service.name%3Dsho").body()).contains(trimmed(id));
        assertThat(running.get("/api/v2/search/tag/resource.service.name/values")
                        .body())
                .contains("{\"type\":\"string\",\"value\":\"shop\"}");
        assertThat(running.get("/api/search/tags").body()).contains("\"service.name\"", "\"basket.size\"");
    }

    private static String send(SpanExporter exporter) {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder().put("service.name", "shop").build()))
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            Span span = provider.get("checkout")
                    .spanBuilder("GET /basket")
                    .setSpanKind(SpanKind.SERVER)
                    .setAttribute("basket.size", 3)
                    .startSpan();
            span.end();
            assertThat(provider.forceFlush()
                            .join(Deadline.SECONDS, TimeUnit.SECONDS)
                            .isSuccess())
                    .isTrue();
            return span.getSpanContext().getTraceId();
        }
    }

    private static String trimmed(String id) {
        return id.replaceFirst("^0+", "");
    }
}

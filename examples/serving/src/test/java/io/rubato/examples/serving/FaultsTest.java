package io.rubato.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.examples.serving.load.LoadGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong is told to the client and can be seen in the trace.
@Tag("slow")
class FaultsTest {
    @TempDir
    private static Path directory;

    private static Backend backend;
    private static Serving serving;

    @BeforeAll
    static void start() throws Exception {
        backend = new Backend(directory);
        serving = new Serving(
                directory.resolve("serving"), "tcp", Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", backend.otlpGrpc()));
    }

    @AfterAll
    static void stop() {
        serving.close();
        backend.close();
    }

    private static Trace.Row root(HttpResponse<?> answer) throws Exception {
        return Await.until(
                        java.time.Duration.ofSeconds(30),
                        () -> backend.trace(Serving.traceId(answer)),
                        trace -> trace.named("http-request").findAny().isPresent(),
                        "http-request")
                .only("dynamo-frontend", "http-request");
    }

    @Test
    void aWorkerThatFailsIsAnErrorObjectAndErrorSpans() throws Exception {
        HttpResponse<String> answer = serving.chat(Serving.question(10, "\"metadata\":{\"fault\":\"decode\"},"));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("\"type\":\"server_error\"", "\"code\":\"model_failure\"", "is not a number");
        Trace trace = backend.awaitTrace(Serving.traceId(answer), 15);
        for (Trace.Row span : List.of(
                trace.only("dynamo-frontend", "http-request"),
                trace.payload("decode", "generate"),
                trace.only("dynamo-worker-decode", "decode"))) {
            assertThat(span.status()).as(span.name()).isEqualTo("STATUS_CODE_ERROR");
            assertThat(span.attributes()).as(span.name()).containsEntry("error.type", "model_failure");
        }
        assertThat(trace.only("dynamo-worker-decode", "decode").events()).contains("exception");
        assertThat(trace.payload("prefill", "generate").status()).isNotEqualTo("STATUS_CODE_ERROR");
    }

    @Test
    void aStreamThatFailsEndsWithAnErrorEvent() throws Exception {
        HttpResponse<String> answer =
                serving.chat(Serving.question(10, "\"stream\":true,\"metadata\":{\"fault\":\"decode\"},"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("chat.completion.chunk", "data: {\"error\":{")
                .doesNotContain("[DONE]");
        assertThat(root(answer).status()).isEqualTo("STATUS_CODE_ERROR");
    }

    @Test
    void aStreamEndsWithUsageAndDone() throws Exception {
        HttpResponse<String> answer =
                serving.chat(Serving.question(10, "\"stream\":true,\"stream_options\":{\"include_usage\":true},"));
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.body())
                .contains("\"completion_tokens\":10", "\"finish_reason\":\"length\"")
                .endsWith("data: [DONE]\n\n");
        assertThat(root(answer).events()).contains("first_token");
    }

    @Test
    void aKilledWorkerIsToldAndSeen() throws Exception {
        HttpResponse<InputStream> answer = serving.client.send(
                serving.request(Serving.question(2048, "\"stream\":true,\"ignore_eos\":true,")),
                BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(500), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("data: ");
            serving.process("decode").destroyForcibly().waitFor();
            assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("\"code\":\"worker_lost\"", "went away before it was done");
        } finally {
            serving.start("decode");
        }
        assertThat(root(answer).attributes()).containsEntry("error.type", "worker_lost");
        assertThat(root(answer).status()).isEqualTo("STATUS_CODE_ERROR");
        Await.until(
                java.time.Duration.ofSeconds(30),
                () -> serving.get("/health").statusCode(),
                status -> status == 200,
                "a healthy frontend");
        assertThat(serving.chat(Serving.question(3, "")).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatGoesAwayCancelsTheWork() throws Exception {
        HttpResponse<InputStream> answer = serving.client.send(
                serving.request(Serving.question(2048, "\"stream\":true,\"ignore_eos\":true,")),
                BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(500)).hasSize(500);
        }
        Trace.Row root = root(answer);
        assertThat(root.attributes()).containsEntry("error.type", "cancelled");
        Trace trace = backend.awaitTrace(Serving.traceId(answer), 15);
        assertThat(trace.payload("decode", "generate").attributes()).containsEntry("error.type", "cancelled");
        assertThat(Integer.parseInt(trace.only("dynamo-worker-decode", "decode")
                        .attributes()
                        .getOrDefault("gen_ai.usage.output_tokens", "")))
                .isLessThan(2000);
    }

    @Test
    void aFullQueueIsRefused() throws Exception {
        String prompt = "word and word ".repeat(60);
        String body = "{\"model\":\"" + Serving.MODEL
                + "\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            answers.add(serving.client.sendAsync(serving.request(body), BodyHandlers.ofString()));
        }
        List<HttpResponse<String>> done =
                answers.stream().map(CompletableFuture::join).toList();
        assertThat(done).anyMatch(answer -> answer.statusCode() == 200);
        HttpResponse<String> refused = done.stream()
                .filter(answer -> answer.statusCode() == 503)
                .findFirst()
                .orElseThrow();
        assertThat(refused.body()).contains("\"code\":\"queue_full\"");
        Trace trace = backend.awaitTrace(Serving.traceId(refused), 6);
        assertThat(trace.payload("prefill", "generate").attributes()).containsEntry("error.type", "refused");
        assertThat(trace.only("dynamo-worker-prefill", "queue").attributes()).containsEntry("error.type", "queue_full");
    }

    @Test
    void badInputIsAnErrorObject() throws Exception {
        check(serving.chat("{\"model\": "), 400, "invalid_value");
        check(serving.chat("[]"), 400, "invalid_value");
        check(serving.chat(Serving.question(10, "").replace(Serving.MODEL, "other")), 404, "model_not_found");
        check(serving.chat(Serving.question(0, "")), 400, "invalid_value");
        check(serving.chat(Serving.question(10, "\"n\":2,")), 400, "invalid_value");
        check(
                serving.chat(Serving.question(10, "").replace("What", "What ".repeat(5000))),
                400,
                "context_length_exceeded");
        check(serving.chat(" ".repeat(5 << 20)), 413, "request_too_large");
        check(serving.get("/v1/chat/completions"), 405, "method_not_allowed");
        check(serving.get("/v1/no-such-page"), 404, "not_found");
    }

    private static void check(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("{\"error\":{\"message\":", "\"code\":\"" + code + "\"");
    }

    @Test
    void badTraceHeadersAreANewTrace() throws IOException, InterruptedException {
        String id = "0af7651916cd43dd8448eb211c80319c";
        for (String bad : List.of(
                "garbage",
                "00-" + id.toUpperCase(java.util.Locale.ROOT) + "-b7ad6b7169203331-01",
                "ff-" + id + "-b7ad6b7169203331-01",
                "00-" + id + "-0000000000000000-01",
                "x".repeat(4000))) {
            HttpResponse<String> answer = serving.chat(Serving.question(1, ""), "traceparent", bad);
            assertThat(answer.statusCode()).as(bad).isEqualTo(200);
            assertThat(Serving.traceId(answer)).as(bad).hasSize(32).isNotEqualTo(id);
        }
        HttpResponse<String> conflicting = serving.chat(
                Serving.question(1, ""),
                "traceparent",
                "00-" + id + "-b7ad6b7169203331-01",
                "traceparent",
                "00-" + id.replace('a', 'b') + "-b7ad6b7169203331-01");
        assertThat(conflicting.statusCode()).isEqualTo(200);
        assertThat(Serving.traceId(conflicting)).isNotEqualTo(id).isNotEqualTo(id.replace('a', 'b'));
    }

    @Test
    void statusPagesAreThere() throws Exception {
        assertThat(serving.get("/v1/models").body()).contains("\"id\":\"" + Serving.MODEL + "\"");
        assertThat(serving.get("/metrics").body())
                .contains("serving_requests_in_flight", "rubato_tracing_exported_items_total");
        assertThat(serving.get("/health").headers().firstValue("x-trace-id")).isEmpty();
    }

    @Test
    void theLoadHasSomethingOfEverything() throws InterruptedException {
        LoadGenerator load = new LoadGenerator(serving.url(), Serving.MODEL, 1, 20);
        load.run(100);
        assertThat(load.outcomes()).containsKeys("200", "400", "404", "500");
        assertThat(load.outcomes().values().stream().mapToLong(Long::longValue).sum())
                .isGreaterThan(100);
    }
}

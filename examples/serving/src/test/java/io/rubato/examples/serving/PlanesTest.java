package io.rubato.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One request over three processes is one whole trace, whatever carries it.
@Tag("slow")
class PlanesTest {
    private static final String CALLER = "b7ad6b7169203331";
    private static final String TRACE_STATE = "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7";
    /// Sampled, and the trace id is random.
    private static final int FLAGS = 3;

    private static final int SPANS = 15;
    private static final Map<String, String> SERVICES =
            Map.of("frontend", "dynamo-frontend", "prefill", "dynamo-worker-prefill", "decode", "dynamo-worker-decode");

    @TempDir
    private Path directory;

    @Test
    void tcp() throws Exception {
        oneRequestIsOneTrace("tcp", Map.of());
    }

    @Test
    void http() throws Exception {
        oneRequestIsOneTrace("http", Map.of());
    }

    @Test
    void nats() throws Exception {
        try (NatsServer nats = new NatsServer(directory.resolve("nats"))) {
            oneRequestIsOneTrace("nats", Map.of("NATS_SERVER", nats.url()));
        }
    }

    private void oneRequestIsOneTrace(String plane, Map<String, String> more) throws Exception {
        try (Backend backend = new Backend(directory)) {
            Map<String, String> environment = new HashMap<>(more);
            environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", backend.otlpGrpc());
            try (Serving serving = new Serving(directory.resolve("serving"), plane, environment)) {
                String unsampled = "1af7651916cd43dd8448eb211c80319c";
                ask(serving, unsampled, "00");
                String id = "0af7651916cd43dd8448eb211c80319c";
                ask(serving, id, "03");

                Trace trace = backend.awaitTrace(id, SPANS);
                checkTree(trace);
                checkSpans(trace, plane);
                for (String process : Serving.PROCESSES) {
                    checkLog(serving, process, trace);
                    assertThat(serving.lines(process))
                            .as("the unsampled request in the log of " + process)
                            .anyMatch(line -> line.path("trace_id").asText().equals(unsampled));
                }
                assertThat(backend.trace(unsampled).spans()).isEmpty();
            }
        }
    }

    private static void ask(Serving serving, String traceId, String flags) throws IOException, InterruptedException {
        HttpResponse<String> answer = serving.chat(
                Serving.question(10, ""),
                "x-request-id",
                "test-trace-001",
                "traceparent",
                "00-" + traceId + "-" + CALLER + "-" + flags,
                "tracestate",
                TRACE_STATE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"object\":\"chat.completion\"", "\"prompt_tokens\":27");
        assertThat(answer.headers().firstValue("x-request-id")).contains("test-trace-001");
        assertThat(Serving.traceId(answer)).isEqualTo(traceId);
    }

    private static void checkTree(Trace trace) {
        Trace.Row root = trace.only("dynamo-frontend", "http-request");
        Trace.Row routing = trace.only("dynamo-frontend", "prefill_routing");
        Trace.Row prefill = trace.payload("prefill", "generate");
        Trace.Row decode = trace.payload("decode", "generate");
        Trace.Row transfer = trace.only("dynamo-worker-decode", "kv_transfer");
        assertThat(root.parent()).isEqualTo(CALLER);
        assertThat(routing.parent()).isEqualTo(root.id());
        assertThat(prefill.parent()).isEqualTo(routing.id());
        assertThat(decode.parent()).isEqualTo(root.id());
        assertThat(trace.only("dynamo-frontend", "tokenize").parent()).isEqualTo(root.id());
        assertThat(trace.named("route").map(Trace.Row::parent)).containsExactlyInAnyOrder(root.id(), routing.id());
        assertThat(trace.only("dynamo-worker-prefill", "prefill").parent()).isEqualTo(prefill.id());
        assertThat(transfer.parent()).isEqualTo(decode.id());
        assertThat(trace.payload("prefill", "kv_cache").parent()).isEqualTo(transfer.id());
        assertThat(trace.only("dynamo-worker-decode", "first_token").parent()).isEqualTo(decode.id());
        assertThat(trace.only("dynamo-worker-decode", "decode").parent()).isEqualTo(decode.id());
        assertThat(trace.named("queue").map(Trace.Row::parent))
                .containsExactlyInAnyOrder(
                        prefill.id(),
                        decode.id(),
                        trace.payload("prefill", "kv_cache").id());
        assertThat(trace.spans()).as(trace.toString()).hasSize(SPANS);
    }

    private static void checkSpans(Trace trace, String plane) {
        for (Trace.Row span : trace.spans()) {
            assertThat(span.attributes()).as(span.name()).containsEntry("x_request_id", "test-trace-001");
            assertThat(span.traceState()).as(span.name()).isEqualTo(TRACE_STATE);
            assertThat(span.flags() & 0xff).as(span.name()).isEqualTo(FLAGS);
            assertThat(nanos(span, "busy_ns") + nanos(span, "idle_ns"))
                    .as(span.name())
                    .isEqualTo(span.end() - span.start());
        }
        assertThat(trace.payload("decode", "generate").kind()).isEqualTo("SPAN_KIND_SERVER");
        assertThat(trace.payload("decode", "generate").attributes())
                .containsEntry("request_plane", plane)
                .containsEntry("gen_ai.usage.output_tokens", "10")
                .containsKeys("namespace", "instance_id", "gen_ai.latency.time_in_queue");
        assertThat(trace.only("dynamo-frontend", "http-request").attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.request.model", Serving.MODEL)
                .containsEntry("gen_ai.usage.input_tokens", "27")
                .containsEntry("gen_ai.usage.output_tokens", "10")
                .containsEntry("http.response.status_code", "200")
                .containsKeys(
                        "gen_ai.latency.time_to_first_token",
                        "gen_ai.latency.e2e",
                        "gen_ai.latency.time_in_queue",
                        "gen_ai.latency.time_in_model_prefill",
                        "gen_ai.latency.time_in_model_decode",
                        "gen_ai.latency.time_in_model_inference");
    }

    private static long nanos(Trace.Row span, String attribute) {
        return Long.parseLong(span.attributes().getOrDefault(attribute, "-1"));
    }

    /// The request's lines have the ids of spans that this process exported.
    private static void checkLog(Serving serving, String process, Trace trace) throws Exception {
        Set<String> exported = trace.spans().stream()
                .filter(span -> span.service().equals(SERVICES.get(process)))
                .map(Trace.Row::id)
                .collect(Collectors.toSet());
        String id = trace.spans().get(0).traceId();
        List<JsonNode> lines = Await.until(
                        Deadline.LONGEST,
                        () -> serving.lines(process),
                        all -> !of(all, id).isEmpty(),
                        "lines of " + id)
                .stream()
                .filter(line -> line.path("trace_id").asText().equals(id))
                .toList();
        for (JsonNode line : lines) {
            assertThat(exported)
                    .as(line.toString())
                    .contains(line.path("span_id").asText());
            assertThat(line.path("x_request_id").asText()).as(line.toString()).isEqualTo("test-trace-001");
            assertThat(line.path("tracestate").asText()).as(line.toString()).isEqualTo(TRACE_STATE);
        }
    }

    private static List<JsonNode> of(List<JsonNode> lines, String traceId) {
        return lines.stream()
                .filter(line -> line.path("trace_id").asText().equals(traceId))
                .toList();
    }
}

package io.rubato.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spans are not lost when a process ends or the backend is away.
@Tag("slow")
class ExportTest {
    private static final int SPANS = 15;

    @TempDir
    private Path directory;

    @Test
    void aSignalRightAfterARequestLosesNothing() throws Exception {
        try (Backend backend = new Backend(directory);
                Serving serving = new Serving(
                        directory.resolve("serving"),
                        "tcp",
                        Map.of(
                                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                                backend.otlpGrpc(),
                                "OTEL_BSP_SCHEDULE_DELAY",
                                "600000"))) {
            HttpResponse<String> answer = serving.chat(Serving.question(10, ""));
            for (String process : Serving.PROCESSES) {
                serving.process(process).destroy();
            }
            for (String process : Serving.PROCESSES) {
                serving.terminate(process);
                assertThat(serving.process(process).exitValue()).as(process).isZero();
            }
            assertThat(backend.trace(Serving.traceId(answer)).spans()).hasSize(SPANS);
        }
    }

    @Test
    void aBackendThatIsAwayCostsNoRequestAndWhatIsLostIsCounted() throws Exception {
        try (Backend backend = new Backend(directory);
                Serving serving = new Serving(
                        directory.resolve("serving"),
                        "http",
                        Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", backend.otlpGrpc()))) {
            backend.awaitTrace(Serving.traceId(serving.chat(Serving.question(3, ""))), SPANS);
            backend.stop();
            List<String> ids = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < end) {
                HttpResponse<String> answer = serving.chat(Serving.question(3, ""));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                ids.add(Serving.traceId(answer));
                TimeUnit.MILLISECONDS.sleep(500);
            }
            backend.start();
            ids.add(Serving.traceId(serving.chat(Serving.question(3, ""))));
            backend.awaitTrace(ids.get(ids.size() - 1), SPANS);
            for (String process : Serving.PROCESSES) {
                serving.terminate(process);
            }
            long arrived = 0;
            for (String id : ids) {
                arrived += backend.trace(id).spans().size();
            }
            long missing = (long) ids.size() * SPANS - arrived;
            assertThat(missing)
                    .as("spans of %d requests that are neither here nor counted", ids.size())
                    .isBetween(0L, lost(serving));
        }
    }

    /// What the processes said in the end that they could not deliver.
    private static long lost(Serving serving) throws IOException {
        long lost = 0;
        for (String process : Serving.PROCESSES) {
            for (JsonNode line : serving.lines(process)) {
                if (line.path("message").asText().startsWith("tracing ends, not all")) {
                    lost += line.path("failed").asLong() + line.path("dropped").asLong();
                }
            }
        }
        return lost;
    }
}

package io.rubato.examples.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A NATS server that goes away costs the requests of that time, and no more.
@Tag("slow")
class NatsRestartTest {
    @TempDir
    private Path directory;

    @Test
    void requestsWorkAgainAfterARestart() throws Exception {
        try (NatsServer nats = new NatsServer(directory.resolve("nats"));
                Serving serving = new Serving(
                        directory.resolve("serving"),
                        "nats",
                        Map.of(
                                "NATS_SERVER", nats.url(),
                                "OTEL_EXPORT_ENABLED", "false",
                                "DYN_TCP_REQUEST_TIMEOUT", "1"))) {
            assertThat(serving.chat(Serving.question(3, "")).statusCode()).isEqualTo(200);
            nats.stop();
            HttpResponse<String> lost = serving.chat(Serving.question(3, ""));
            assertThat(lost.statusCode()).as(lost.body()).isEqualTo(503);
            assertThat(lost.body()).contains("\"code\":\"worker_unreachable\"");
            nats.start();
            Await.until(
                    Deadline.LONGEST,
                    () -> serving.chat(Serving.question(3, "")).statusCode(),
                    status -> status == 200,
                    "an answer after the restart");
        }
    }
}

package io.rubato.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFaultsTest {
    private static final Duration LIMIT = Deadline.LONGEST;

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

    private static void spans(Tracing tracing, int count) {
        Tracer tracer = tracing.tracer("x");
        for (int i = 0; i < count; i++) {
            tracer.spanBuilder("work").startSpan().end();
        }
    }

    private List<String> warnings() {
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(" WARN "))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aBusyBackendIsAskedAgain(int status) throws Exception {
        receiver.replies = count -> count < 2 ? Receiver.Reply.status(status) : Receiver.Reply.OK;
        try (Tracing tracing = start(Map.of())) {
            spans(tracing, 10);
            Receiver.await(LIMIT, () -> tracing.counters().spans().exported() == 10);
            assertThat(tracing.counters().spans()).isEqualTo(new SignalCounters(10, 0, 0, 0));
        }
        assertThat(receiver.spans()).hasSize(10);
        assertThat(receiver.requests).hasValue(3);
        assertThat(warnings()).singleElement().asString().contains("retrying", "HTTP status " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 500})
    void aRefusalIsFinalAndCounted(int status) throws Exception {
        receiver.replies = count -> Receiver.Reply.status(status);
        try (Tracing tracing = start(Map.of())) {
            spans(tracing, 10);
            Receiver.await(LIMIT, () -> tracing.counters().spans().failed() == 10);
            assertThat(tracing.counters().spans()).isEqualTo(new SignalCounters(0, 10, 0, 0));
        }
        assertThat(warnings()).first().asString().contains("export of spans failed", "HTTP status " + status);
    }

    @Test
    void whatAPartialSuccessRejectsIsCounted() throws Exception {
        byte[] body = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(3)
                        .setErrorMessage("too old"))
                .build()
                .toByteArray();
        receiver.replies = count -> new Receiver.Reply(200, body, Duration.ZERO);
        try (Tracing tracing = start(Map.of("OTEL_BSP_SCHEDULE_DELAY", "60000"))) {
            spans(tracing, 10);
            tracing.flush(LIMIT);
            assertThat(tracing.counters().spans()).isEqualTo(new SignalCounters(7, 3, 0, 0));
        }
        assertThat(warnings()).first().asString().contains("rejected a part", "too old");
    }

    @Test
    void aBackendThatComesUpLateGetsEverything() throws Exception {
        int port = receiver.port();
        Map<String, String> environment = receiver.environment();
        receiver.close();
        try (Tracing tracing = start(environment)) {
            spans(tracing, 700);
            Receiver.await(LIMIT, () -> !warnings().isEmpty());
            receiver = new Receiver(port);
            Receiver.await(LIMIT, () -> tracing.counters().spans().exported() == 700);
        }
        assertThat(receiver.spans()).hasSize(700);
    }

    @Test
    void aBackendThatStaysDownCostsSpansButNoTime() throws Exception {
        receiver.close();
        Tracing tracing = start(Map.of("RUBATO_EXPORT_RETRY", "300ms", "RUBATO_EXPORT_FLUSH", "500ms"));
        long begin = System.nanoTime();
        spans(tracing, 5_000);
        tracing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Deadline.LONGEST);
        SignalCounters counters = tracing.counters().spans();
        assertThat(counters.exported()).isZero();
        assertThat(counters.failed() + counters.dropped()).isEqualTo(5_000);
        assertThat(counters.pending()).isZero();
        assertThat(warnings()).anyMatch(line -> line.contains("not all spans reached the backend"));
    }

    @Test
    void aFullQueueDropsCountsAndWarnsOnce() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        receiver.replies = count -> {
            awaitQuietly(answer);
            return Receiver.Reply.OK;
        };
        try (Tracing tracing = start(Map.of("OTEL_BSP_MAX_QUEUE_SIZE", "64", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "16"))) {
            spans(tracing, 1_000);
            SignalCounters full = tracing.counters().spans();
            assertThat(full.dropped()).isGreaterThanOrEqualTo(1_000 - 64);
            assertThat(full.pending()).isLessThanOrEqualTo(64);
            answer.countDown();
            Receiver.await(LIMIT, () -> tracing.counters().spans().pending() == 0);
            SignalCounters done = tracing.counters().spans();
            assertThat(done.exported() + done.dropped()).isEqualTo(1_000);
            assertThat(receiver.spans()).hasSize((int) done.exported());
            assertThat(tracing.counters().prometheus())
                    .contains("rubato_tracing_dropped_items_total{signal=\"spans\"} " + done.dropped());
        }
        assertThat(warnings())
                .filteredOn(line -> line.contains("the export queue is full"))
                .singleElement()
                .asString()
                .contains("OTEL_BSP_MAX_QUEUE_SIZE");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSlowBackendDoesNotHoldUpTheApplicationOrTheEndBeyondTheDeadline() {
        receiver.replies = count -> new Receiver.Reply(200, new byte[0], Duration.ofSeconds(30));
        Tracing tracing = start(Map.of("RUBATO_EXPORT_FLUSH", "700"));
        long begin = System.nanoTime();
        spans(tracing, 100);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
        tracing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
        SignalCounters counters = tracing.counters().spans();
        assertThat(counters.failed() + counters.dropped()).isEqualTo(100);
    }

    @Test
    void headersAndCompressionAreSent() {
        try (Tracing tracing = start(Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "x-team=blue%20one",
                "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "gzip"))) {
            spans(tracing, 1);
        }
        assertThat(receiver.headers).singleElement().satisfies(headers -> {
            assertThat(headers.get("X-team")).containsExactly("blue one");
            assertThat(headers.get("Content-encoding")).containsExactly("gzip");
        });
    }
}

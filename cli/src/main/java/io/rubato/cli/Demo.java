package io.rubato.cli;

import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends generated traces to a server over OTLP/HTTP, from a thread of its own until it is closed: first a burst
/// of the recent past, then as time goes by.
final class Demo implements AutoCloseable {
    static final int PAST_SPANS = 20_000;
    static final Duration PAST = Duration.ofMinutes(15);
    static final int SPANS_PER_SECOND = 50;

    private static final Logger log = LoggerFactory.getLogger(Demo.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final URI url;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("rubato-demo").unstarted(this::run);

    private Demo(URI url) {
        this.url = url;
    }

    /// @param otlpHttp where OTLP/HTTP is taken, without the path
    static Demo start(URI otlpHttp) {
        Demo demo = new Demo(otlpHttp.resolve("/v1/traces"));
        demo.thread.start();
        return demo;
    }

    private void run() {
        try {
            Instant now = Instant.now();
            sendPast(now);
            log.info(
                    "demo: {} generated spans of the last {} minutes are in, {} a second follow",
                    PAST_SPANS,
                    PAST.toMinutes(),
                    SPANS_PER_SECOND);
            sendLive(now);
        } catch (InterruptedException closed) {
            log.debug("demo: stopped");
        }
    }

    private void sendPast(Instant now) throws InterruptedException {
        TraceGenerator past = new TraceGenerator(
                now.toEpochMilli(),
                GeneratorOptions.of(PAST_SPANS)
                        .withStart(now.minus(PAST))
                        .withSpansPerSecond(Math.toIntExact(PAST_SPANS / PAST.toSeconds())));
        while (past.hasNext()) {
            send(past.next());
        }
    }

    private void sendLive(Instant start) throws InterruptedException {
        TraceGenerator live = new TraceGenerator(
                start.toEpochMilli() + 1,
                GeneratorOptions.of(Long.MAX_VALUE).withStart(start).withSpansPerSecond(SPANS_PER_SECOND));
        long sent = 0;
        while (live.hasNext()) {
            Batch batch = live.next();
            sent += batch.spans();
            Instant due = start.plusMillis(sent * 1_000 / SPANS_PER_SECOND);
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), due).toMillis()));
            send(batch);
        }
    }

    private void send(Batch batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch.body()))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                log.warn("demo: {} spans were refused: HTTP {} {}", batch.spans(), answer.statusCode(), answer.body());
                Thread.sleep(AFTER_FAILURE);
            }
        } catch (IOException e) {
            log.warn("demo: {} spans could not be sent: {}", batch.spans(), e.toString());
            Thread.sleep(AFTER_FAILURE);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}

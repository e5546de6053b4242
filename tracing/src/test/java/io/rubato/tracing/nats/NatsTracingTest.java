package io.rubato.tracing.nats;

import static io.rubato.tracing.channel.Recorded.attribute;
import static io.rubato.tracing.channel.Recorded.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.async.Relation;
import io.rubato.tracing.channel.Recorded;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.context.WorkerIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsTracingTest {
    private final Recorded recorded = new Recorded();
    private final NatsTracing nats =
            new NatsTracing(recorded.openTelemetry(), new WorkerIdentity("dynamo", "prefill", "1a2b"));
    private NatsServer server;
    private Connection connection;

    @BeforeEach
    @SuppressWarnings("SystemOut")
    void start(@TempDir Path directory) throws Exception {
        Optional<Path> binary = NatsServer.find();
        if (binary.isEmpty()) {
            System.err.println("!!! NATS IS NOT TESTED: no nats-server on the PATH (Debian package nats-server) !!!");
        }
        Assumptions.assumeTrue(binary.isPresent(), "no nats-server on the PATH");
        server = new NatsServer(binary.orElseThrow(), directory);
        connection = Nats.connect(Options.builder()
                .server(server.url())
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(50))
                .useTimeoutException()
                .build());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (connection != null) {
            connection.close();
        }
        if (server != null) {
            server.stop();
        }
        recorded.close();
    }

    private static Message text(String subject, String body) {
        return NatsTracing.message(subject, body.getBytes(UTF_8));
    }

    @Test
    void requestsAndRepliesAreOneTrace() throws Exception {
        String subject = "dynamo_prefill.generate-1a2b";
        AtomicReference<Context> seen = new AtomicReference<>(Context.root());
        connection
                .createDispatcher(nats.handler(message -> {
                    seen.set(Context.current());
                    connection.publish(message.getReplyTo(), "taken".getBytes(UTF_8));
                }))
                .subscribe(subject, "workers");
        Span root = recorded.openTelemetry().getTracer("t").spanBuilder("root").startSpan();
        Message reply = new RequestIds("r-1", null)
                .storeIn(Context.root().with(root))
                .wrap(() -> nats.request(connection, text(subject, "hi"), Duration.ofSeconds(5)))
                .call()
                .get();
        root.end();

        assertThat(new String(reply.getData(), UTF_8)).isEqualTo("taken");
        recorded.await(3);
        SpanData sent = recorded.await(SpanKind.CLIENT);
        SpanData handled = recorded.await(SpanKind.SERVER);
        assertThat(sent.getParentSpanId()).isEqualTo(root.getSpanContext().getSpanId());
        assertThat(handled.getParentSpanId()).isEqualTo(sent.getSpanId());
        assertThat(handled.getName()).isEqualTo("handle_payload");
        assertThat(RequestIds.from(seen.get()).requestId()).isEqualTo("r-1");
        assertThat(List.of(sent, handled)).allSatisfy(span -> {
            assertThat(attribute(span, "messaging.system")).isEqualTo("nats");
            assertThat(attribute(span, "messaging.destination.name")).isEqualTo(subject);
            assertThat(attribute(span, "x_request_id")).isEqualTo("r-1");
            assertThat(attribute(span, "endpoint")).isEqualTo("generate");
            assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
            assertThat(attribute(span, AttributeKey.longKey("messaging.message.body.size")))
                    .isEqualTo(2);
        });
        assertThat(attribute(handled, "messaging.consumer.group.name")).isEqualTo("workers");
        assertThat(attribute(handled, "component")).isEqualTo("prefill");
        assertThat(attribute(handled, "namespace")).isEqualTo("dynamo");
        assertThat(attribute(handled, "instance_id")).isEqualTo("1a2b");
    }

    @Test
    void nobodyListeningAndNoAnswerAreDifferentErrors() throws Exception {
        assertThatThrownBy(() -> nats.request(connection, text("nobody", ""), Duration.ofSeconds(5))
                        .get())
                .isInstanceOfAny(ExecutionException.class, java.util.concurrent.CancellationException.class);
        assertThat(attribute(recorded.await(SpanKind.CLIENT), "error.type")).isEqualTo("no_responders");

        connection.createDispatcher(message -> {}).subscribe("silent");
        connection.flush(Duration.ofSeconds(5));
        assertThatThrownBy(() -> nats.request(connection, text("silent", ""), Duration.ofMillis(200))
                        .get())
                .isInstanceOf(ExecutionException.class);
        assertThat(attribute(recorded.await(2).get(1), "error.type")).isEqualTo("timeout");
    }

    @Test
    void publishedMessagesKeepTheirOwnHeadersButNoStaleOnes() throws Exception {
        CompletableFuture<Message> arrived = new CompletableFuture<>();
        connection.createDispatcher(arrived::complete).subscribe("news");
        connection.flush(Duration.ofSeconds(5));
        Headers own = new Headers().add("TraceParent", "stale").add("model", "a", "b");
        nats.publish(connection, new NatsMessage("news", null, own, new byte[0]));

        SpanData span = recorded.await(SpanKind.PRODUCER);
        Headers headers = arrived.get().getHeaders();
        assertThat(span.getName()).isEqualTo("publish");
        assertThat(headers.getIgnoreCase("traceparent"))
                .containsExactly("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getSpanContext().getTraceFlags().asHex());
        assertThat(headers.get("model")).containsExactly("a", "b");
        assertThat(own.get("TraceParent")).containsExactly("stale");
    }

    @Test
    void handlersLinkWhenAskedAndRefuseConflictingParents() throws Exception {
        connection.createDispatcher(nats.handler(message -> {}, Relation.LINK)).subscribe("events");
        connection.flush(Duration.ofSeconds(5));
        nats.publish(connection, text("events", ""));
        SpanData sent = recorded.await(SpanKind.PRODUCER);
        SpanData handled = recorded.await(SpanKind.CONSUMER);
        assertThat(handled.getTraceId()).isNotEqualTo(sent.getTraceId());
        assertThat(handled.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(sent.getSpanId()));

        String one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        connection.publish("events", new Headers().add("traceparent", one).add("Traceparent", one), new byte[0]);
        connection.publish("events", new byte[0]);
        assertThat(recorded.await(4).subList(2, 4))
                .allSatisfy(span -> assertThat(span.getLinks()).isEmpty());
    }

    @Test
    void failuresOfHandlersAreOnTheirSpans() throws Exception {
        CompletableFuture<Void> work = new CompletableFuture<>();
        connection
                .createDispatcher(nats.handler(message -> {
                    throw new IllegalStateException("broken");
                }))
                .subscribe("now");
        connection
                .createDispatcher(nats.asyncHandler(message -> work, Relation.PARENT))
                .subscribe("later");
        connection.publish("now", new byte[0]);
        assertThat(attribute(recorded.await(SpanKind.CONSUMER), "error.type"))
                .isEqualTo("java.lang.IllegalStateException");
        connection.publish("later", new byte[0]);
        connection.flush(Duration.ofSeconds(5));
        work.completeExceptionally(new java.io.IOException("late"));
        assertThat(attribute(recorded.await(2).get(1), "error.type")).isEqualTo("java.io.IOException");
    }

    @Test
    void streamsSurviveARestartOfTheServer() throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("JOBS")
                        .subjects("jobs.>")
                        .build());
        JetStream stream = connection.jetStream();
        ConsumerContext consumer = connection
                .getStreamContext("JOBS")
                .createOrUpdateConsumer(ConsumerConfiguration.builder()
                        .durable("worker")
                        .ackWait(Duration.ofSeconds(5))
                        .build());
        PublishOptions plain = PublishOptions.builder().build();
        nats.publish(connection, stream, text("jobs.a", "1"), plain);
        nats.publishAsync(connection, stream, text("jobs.b", "2"), plain).get();
        Message fetched = consumer.next(Duration.ofSeconds(5));
        assertThat(fetched).isNotNull();
        nats.process(Objects.requireNonNull(fetched), Relation.PARENT, Message::ack);

        server.stop();
        until(() -> connection.getStatus() != Connection.Status.CONNECTED, () -> "status " + connection.getStatus());
        assertThatThrownBy(() -> nats.publish(connection, stream, text("jobs.c", "lost"), plain))
                .isInstanceOf(Exception.class);
        server.start();
        until(() -> connection.getStatus() == Connection.Status.CONNECTED, () -> "status " + connection.getStatus());
        nats.publish(connection, stream, text("jobs.d", "4"), plain);
        AtomicInteger handled = new AtomicInteger();
        MessageConsumer running = consumer.consume(nats.handler(message -> {
            message.ack();
            handled.incrementAndGet();
        }));
        until(() -> handled.get() >= 2, () -> "handled " + handled + " of " + running.getConsumerName());
        running.stop();

        until(
                () -> recorded.spans().stream()
                                .filter(span -> span.getKind() == SpanKind.CONSUMER)
                                .count()
                        >= 3,
                () -> recorded.spans().toString());
        SpanData first = span(SpanKind.PRODUCER, "jobs.a");
        SpanData processed = span(SpanKind.CONSUMER, "jobs.a");
        assertThat(processed.getName()).isEqualTo("process");
        assertThat(processed.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(attribute(processed, "messaging.nats.stream")).isEqualTo("JOBS");
        assertThat(attribute(processed, "messaging.consumer.group.name")).isEqualTo("worker");
        assertThat(attribute(first, "messaging.message.id")).isEqualTo("1");
        assertThat(attribute(span(SpanKind.PRODUCER, "jobs.c"), "error.type")).isNotNull();
        assertThat(span(SpanKind.CONSUMER, "jobs.d").getParentSpanId())
                .isEqualTo(span(SpanKind.PRODUCER, "jobs.d").getSpanId());
    }

    private SpanData span(SpanKind kind, String subject) {
        return recorded.spans().stream()
                .filter(span -> span.getKind() == kind)
                .filter(span -> subject.equals(attribute(span, "messaging.destination.name")))
                .findFirst()
                .orElseThrow();
    }
}

package io.rubato.tracing.async;

import static io.rubato.tracing.channel.Recorded.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.Deadline;
import io.rubato.tracing.channel.Recorded;
import io.rubato.tracing.context.RequestIds;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncTracingTest {
    private final Recorded recorded = new Recorded();
    private final AsyncTracing async = new AsyncTracing(recorded.openTelemetry());
    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);
    private final Span root =
            recorded.openTelemetry().getTracer("t").spanBuilder("root").startSpan();
    private final Context request =
            new RequestIds("r-1", null).storeIn(Context.root().with(root));

    @BeforeEach
    void fillThePool() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                both.countDown();
                await(both);
            });
        }
        await(both);
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
        recorded.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String seen() {
        return Span.current().getSpanContext().getSpanId() + " "
                + RequestIds.from(Context.current()).requestId();
    }

    private String expected() {
        return root.getSpanContext().getSpanId() + " r-1";
    }

    @Test
    void executorsFuturesAndSchedulersCarryTheContext() throws Exception {
        ExecutorService executor = AsyncTracing.executor((ExecutorService) pool);
        ScheduledExecutorService scheduler = AsyncTracing.scheduler(pool);
        assertThat(request.wrap(() -> executor.submit(AsyncTracingTest::seen))
                        .call()
                        .get())
                .isEqualTo(expected());
        assertThat(request.wrap(() -> CompletableFuture.supplyAsync(AsyncTracingTest::seen, executor)
                                .thenApplyAsync(earlier -> earlier + "|" + seen(), executor))
                        .call()
                        .get())
                .startsWith(expected() + "|");
        assertThat(request.wrap(() -> scheduler.schedule(AsyncTracingTest::seen, 1, TimeUnit.MILLISECONDS))
                        .call()
                        .get())
                .isEqualTo(expected());
        assertThat(pool.submit(AsyncTracingTest::seen).get()).isEqualTo("0000000000000000 null");
    }

    @Test
    void threadsPerTaskCarryTheContext() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        request.wrap(() -> AsyncTracing.threads(Thread::new).newThread(() -> result.complete(seen())))
                .call()
                .start();
        assertThat(result.get()).isEqualTo(expected());
    }

    @Test
    void stagesEndTheirSpanWhenTheyEnd() throws Exception {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> stage =
                request.wrap(() -> async.stage("load", () -> work)).call();
        assertThat(recorded.spans()).isEmpty();
        work.completeExceptionally(new IllegalStateException("broken"));
        assertThatThrownBy(stage::get).hasRootCauseMessage("broken");
        assertThatThrownBy(() -> async.stage("broken", () -> {
                    throw new IllegalArgumentException("at once");
                }))
                .hasMessage("at once");

        SpanData span = recorded.await(2).get(0);
        assertThat(span.getParentSpanId()).isEqualTo(root.getSpanContext().getSpanId());
        assertThat(attribute(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(attribute(span, "x_request_id")).isEqualTo("r-1");
    }

    @Test
    void periodicRunsAreTracesOfTheirOwn() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        Runnable task =
                request.wrap(() -> async.periodic("sweep", runs::countDown)).call();
        pool.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS).isDone();
        await(runs);
        pool.shutdownNow();

        assertThat(pool.awaitTermination(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(recorded.spans().stream().map(SpanData::getTraceId).distinct())
                .hasSizeGreaterThanOrEqualTo(3)
                .doesNotContain(root.getSpanContext().getTraceId());
        assertThat(recorded.spans()).allSatisfy(span -> {
            assertThat(span.getParentSpanContext().isValid()).isFalse();
            assertThat(span.getLinks())
                    .singleElement()
                    .satisfies(link -> assertThat(link.getSpanContext().getSpanId())
                            .isEqualTo(root.getSpanContext().getSpanId()));
        });
    }

    @Test
    void queuedMessagesAreChildrenOrLinked() throws Exception {
        BlockingQueue<Queued<String>> queue = new LinkedBlockingQueue<>();
        request.wrap(() -> queue.add(Queued.now("a"))).call();
        request.wrap(() -> queue.add(Queued.now("b"))).call();
        async.handle(
                "handle",
                queue.take(),
                Relation.PARENT,
                message -> assertThat(message).isEqualTo("a"));
        async.handle(
                "handle",
                queue.take(),
                Relation.LINK,
                message -> assertThat(RequestIds.from(Context.current()).requestId())
                        .isEqualTo("r-1"));

        SpanData child = recorded.await(2).get(0);
        SpanData linked = recorded.spans().get(1);
        assertThat(child.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(child.getParentSpanId()).isEqualTo(root.getSpanContext().getSpanId());
        assertThat(attribute(child, AttributeKey.longKey("queue.wait_ns"))).isPositive();
        assertThat(linked.getTraceId()).isNotEqualTo(root.getSpanContext().getTraceId());
        assertThat(linked.getLinks()).hasSize(1);
        assertThat(attribute(linked, "x_request_id")).isEqualTo("r-1");
    }
}

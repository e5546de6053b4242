package io.rubato.tracing.internal.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.rubato.tracing.Deadline;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class BusyTimesTest {
    private static final AttributeKey<Long> BUSY = AttributeKey.longKey("busy_ns");
    private static final AttributeKey<Long> IDLE = AttributeKey.longKey("idle_ns");
    private static final long PAUSE = 30;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private SdkTracerProvider provider;
    private Tracer tracer;

    @BeforeEach
    void start() {
        assertThat(BusyTimes.install()).isTrue();
        provider = SdkTracerProvider.builder()
                .addSpanProcessor(new LifecycleProcessor(true, null))
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        tracer = provider.get("x");
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private long busy(String name) {
        SpanData span = exporter.getFinishedSpanItems().stream()
                .filter(data -> data.getName().equals(name))
                .findFirst()
                .orElseThrow();
        long busy = Objects.requireNonNull(span.getAttributes().get(BUSY));
        long idle = Objects.requireNonNull(span.getAttributes().get(IDLE));
        assertThat(busy + idle).isEqualTo(span.getEndEpochNanos() - span.getStartEpochNanos());
        return TimeUnit.NANOSECONDS.toMillis(busy);
    }

    @Test
    void aSpanThatWasNeverCurrentWasIdle() throws Exception {
        Span span = tracer.spanBuilder("a").startSpan();
        Thread.sleep(5);
        span.end();
        assertThat(busy("a")).isZero();
    }

    @Test
    void aParentIsBusyWhileItsChildIs() throws Exception {
        Span parent = tracer.spanBuilder("parent").startSpan();
        try (Scope outer = parent.makeCurrent()) {
            Span child = tracer.spanBuilder("child").startSpan();
            try (Scope inner = child.makeCurrent();
                    Scope again = parent.makeCurrent()) {
                Thread.sleep(PAUSE);
            }
            child.end();
        }
        parent.end();
        assertThat(busy("parent")).isGreaterThanOrEqualTo(PAUSE);
        assertThat(busy("child")).isGreaterThanOrEqualTo(PAUSE);
    }

    @Test
    void aSpanThatEndsWhileItIsCurrentIsBusyToItsEnd() throws Exception {
        Span span = tracer.spanBuilder("a").startSpan();
        try (Scope scope = span.makeCurrent()) {
            Thread.sleep(PAUSE);
            span.end();
        }
        assertThat(busy("a")).isGreaterThanOrEqualTo(PAUSE);
    }

    @Test
    void overlappingThreadsCountOnce() throws Exception {
        BusyTime time = new BusyTime(Span.getInvalid(), "id", new ReferenceQueue<>());
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch inside = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                time.enter();
                inside.countDown();
                try {
                    inside.await();
                    Thread.sleep(PAUSE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                time.exit();
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long lasted = System.nanoTime() - begin;
        Thread.sleep(PAUSE);
        assertThat(time.stop()).isBetween(TimeUnit.MILLISECONDS.toNanos(PAUSE), lasted);
    }

    @Test
    void aSpanIsBusyOnTheThreadThatItIsHandedTo() throws Exception {
        Span span = tracer.spanBuilder("a").startSpan();
        Thread thread = new Thread(Context.root().with(span).wrap(() -> LockSupport.parkNanos(PAUSE * 1_000_000)));
        thread.start();
        thread.join();
        span.end();
        assertThat(busy("a")).isGreaterThanOrEqualTo(PAUSE / 2);
    }

    @Test
    void timesThatTheCallerSetsStillAddUp() {
        Span span = tracer.spanBuilder("a")
                .setStartTimestamp(1_000_000, TimeUnit.NANOSECONDS)
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            assertThat(Span.current()).isSameAs(span);
        }
        span.end(1_000_500, TimeUnit.NANOSECONDS);
        assertThat(busy("a")).isZero();
        tracer.spanBuilder("backwards")
                .setStartTimestamp(2_000_000, TimeUnit.NANOSECONDS)
                .startSpan()
                .end(1_000_000, TimeUnit.NANOSECONDS);
        assertThat(busy("backwards")).isZero();
    }

    @Test
    void spansThatNobodyEndsAreForgotten() throws Exception {
        int before = BusyTimes.size();
        for (int i = 0; i < 1_000; i++) {
            try (Scope scope = tracer.spanBuilder("lost").startSpan().makeCurrent()) {
                assertThat(Span.current().isRecording()).isTrue();
            }
        }
        long end = System.nanoTime() + Deadline.LONGEST.toNanos();
        while (BusyTimes.size() > before + 10 && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(10);
            try (Scope scope = tracer.spanBuilder("next").startSpan().makeCurrent()) {
                assertThat(Span.current().isRecording()).isTrue();
            }
        }
        assertThat(BusyTimes.size()).isLessThanOrEqualTo(before + 10);
    }
}

package io.rubato.tracing.bench;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.rubato.tracing.Tracing;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One span with four attributes, from start to end, through this library and through the plain SDK. Both hand it to
/// a batch processor whose exporter throws it away, except where export is off.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(org.openjdk.jmh.annotations.Scope.Thread)
@SuppressWarnings({"try", "NullAway.Init"})
public class SpanBenchmark {
    @Param({"plain", "rubato"})
    public String library = "";

    private Tracer sampled;
    private Tracer unsampled;
    private Tracer unexported;
    private AutoCloseable[] open;

    @Setup
    public void start() {
        if (library.equals("rubato")) {
            Tracing on = tracing("always_on");
            Tracing off = tracing("always_off");
            Tracing local = Tracing.builder()
                    .set("DYN_LOG", "off")
                    .global(false)
                    .shutdownHook(false)
                    .start();
            unexported = local.tracer("bench");
            sampled = on.tracer("bench");
            unsampled = off.tracer("bench");
            open = new AutoCloseable[] {on, off, local};
        } else {
            SdkTracerProvider on = plain(Sampler.alwaysOn());
            SdkTracerProvider off = plain(Sampler.alwaysOff());
            SdkTracerProvider local =
                    SdkTracerProvider.builder().addSpanProcessor(new Nothing()).build();
            unexported = local.get("bench");
            sampled = on.get("bench");
            unsampled = off.get("bench");
            open = new AutoCloseable[] {on, off, local};
        }
    }

    @TearDown
    public void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private static Tracing tracing(String sampler) {
        return Tracing.builder()
                .set("OTEL_TRACES_SAMPLER", sampler)
                .set("DYN_LOG", "off")
                .exporter(new Nowhere())
                .global(false)
                .shutdownHook(false)
                .start();
    }

    private static SdkTracerProvider plain(Sampler sampler) {
        return SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(BatchSpanProcessor.builder(new Nowhere()).build())
                .build();
    }

    @Benchmark
    public Span recorded() {
        return span(sampled);
    }

    @Benchmark
    public Span recordedNotExported() {
        return span(unexported);
    }

    @Benchmark
    public Span unsampled() {
        return span(unsampled);
    }

    @Benchmark
    public Span recordedAndCurrent() {
        Span span = sampled.spanBuilder("work").startSpan();
        try (Scope scope = span.makeCurrent()) {
            attributes(span);
            return span;
        } finally {
            span.end();
        }
    }

    private static Span span(Tracer tracer) {
        Span span = tracer.spanBuilder("work").startSpan();
        attributes(span);
        span.end();
        return span;
    }

    private static void attributes(Span span) {
        span.setAttribute("http.request.method", "POST");
        span.setAttribute("http.route", "/v1/chat/completions");
        span.setAttribute("http.response.status_code", 200);
        span.setAttribute("gen_ai.request.model", "small");
    }

    /// Without any processor the SDK would not record.
    private static final class Nothing implements SpanProcessor {
        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    private static final class Nowhere implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}

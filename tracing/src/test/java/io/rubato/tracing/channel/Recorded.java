package io.rubato.tracing.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.rubato.tracing.Deadline;
import io.rubato.tracing.context.TraceHeaders;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An OpenTelemetry SDK that keeps what it is given, with the propagators of this library.
public final class Recorded implements AutoCloseable {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(TraceHeaders.propagator()))
            .build();

    public OpenTelemetry openTelemetry() {
        return sdk;
    }

    public List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }

    /// The finished spans, as soon as there are this many.
    public List<SpanData> await(int count) {
        until(() -> spans().size() >= count, () -> "spans: " + spans());
        assertThat(spans()).hasSize(count);
        return spans();
    }

    /// The one finished span of this kind, as soon as there is one.
    public SpanData await(SpanKind kind) {
        until(() -> spans().stream().anyMatch(span -> span.getKind() == kind), () -> "spans: " + spans());
        List<SpanData> found =
                spans().stream().filter(span -> span.getKind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    public static <T> @Nullable T attribute(SpanData span, AttributeKey<T> key) {
        return span.getAttributes().get(key);
    }

    public static @Nullable String attribute(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    public static void until(BooleanSupplier condition, java.util.function.Supplier<String> otherwise) {
        Instant deadline = Instant.now().plus(Deadline.LONGEST);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within 20 s; " + otherwise.get());
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        sdk.close();
    }
}

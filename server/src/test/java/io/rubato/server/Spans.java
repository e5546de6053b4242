package io.rubato.server;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A span of OpenTelemetry's SDK.
final class Spans {
    private Spans() {}

    /// Whether the exporter has brought a span to the server.
    static boolean export(SpanExporter exporter) {
        Kept kept = new Kept();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(kept))
                .build()) {
            provider.get("test").spanBuilder("GET /basket").startSpan().end();
        }
        return exporter.export(kept.spans)
                .join(Deadline.SECONDS, TimeUnit.SECONDS)
                .isSuccess();
    }

    private static final class Kept implements SpanExporter {
        final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
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

package io.rubato.tracing.internal.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/// An exporter that returns when its batch is delivered or given up.
record DeliveringSpanExporter(SpanExporter exporter, Delivery<SpanData> delivery) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return delivery.deliver(spans);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}

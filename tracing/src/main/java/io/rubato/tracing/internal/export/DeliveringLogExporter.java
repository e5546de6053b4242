package io.rubato.tracing.internal.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/// An exporter that returns when its batch is delivered or given up.
record DeliveringLogExporter(LogRecordExporter exporter, Delivery<LogRecordData> delivery)
        implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> entries) {
        return delivery.deliver(entries);
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

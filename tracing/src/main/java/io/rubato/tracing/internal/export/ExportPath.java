package io.rubato.tracing.internal.export;

import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.rubato.tracing.ExportCounters;
import io.rubato.tracing.internal.config.ExportSettings;
import io.rubato.tracing.internal.log.LogPipeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The way of finished spans and of log records out of the process: admission to the queue, the SDK's batch processor,
/// delivery. The first exporter of each signal is the one that is counted; a second one beside it (`console`) is not.
public final class ExportPath {
    private final ExportSettings settings;
    private final LogPipeline log;
    private final Ledger spans;
    private final Ledger logs;
    private final List<Delivery<?>> deliveries = new CopyOnWriteArrayList<>();
    private boolean spansCounted;
    private boolean logsCounted;

    public ExportPath(ExportSettings settings, LogPipeline log) {
        this.settings = settings;
        this.log = log;
        this.spans = new Ledger("spans", settings.spanQueue(), "OTEL_BSP_MAX_QUEUE_SIZE", log);
        this.logs = new Ledger("log records", settings.logQueue(), "OTEL_BLRP_MAX_QUEUE_SIZE", log);
    }

    /// Wraps a span exporter so that its batches are retried and counted.
    public SpanExporter delivering(SpanExporter exporter) {
        if (spansCounted) {
            return exporter;
        }
        spansCounted = true;
        Delivery<SpanData> delivery =
                new Delivery<>(exporter::export, spans, log, settings.retryFor(), settings.attemptLimit());
        deliveries.add(delivery);
        return new DeliveringSpanExporter(exporter, delivery);
    }

    /// Wraps a log exporter likewise.
    public LogRecordExporter delivering(LogRecordExporter exporter) {
        if (logsCounted) {
            return exporter;
        }
        logsCounted = true;
        Delivery<LogRecordData> delivery =
                new Delivery<>(exporter::export, logs, log, settings.retryFor(), settings.attemptLimit());
        deliveries.add(delivery);
        return new DeliveringLogExporter(exporter, delivery);
    }

    /// Wraps a batch processor so that its queue is never overrun; other processors stay as they are.
    public SpanProcessor admitting(SpanProcessor processor) {
        return processor instanceof BatchSpanProcessor ? new AdmittingSpanProcessor(processor, spans) : processor;
    }

    /// Wraps a batch processor of log records likewise.
    public LogRecordProcessor admitting(LogRecordProcessor processor) {
        return processor instanceof BatchLogRecordProcessor ? new AdmittingLogProcessor(processor, logs) : processor;
    }

    /// Gives all that is left this long from now.
    public void closeWithin(Duration deadline) {
        deliveries.forEach(delivery -> delivery.closeWithin(deadline));
    }

    /// Counts as dropped what was not delivered at the end, and says so.
    public void writeOff() {
        spans.writeOff();
        logs.writeOff();
    }

    public ExportCounters counters() {
        return new ExportCounters(spans.counters(), logs.counters());
    }
}

package io.rubato.tracing.internal.export;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/// Passes finished, sampled spans to the batch processor as far as the ledger admits them.
final class AdmittingSpanProcessor implements SpanProcessor {
    private final SpanProcessor batches;
    private final Ledger ledger;

    AdmittingSpanProcessor(SpanProcessor batches, Ledger ledger) {
        this.batches = batches;
        this.ledger = ledger;
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        // Only finished spans are exported.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && ledger.admit()) {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        ledger.close();
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }
}

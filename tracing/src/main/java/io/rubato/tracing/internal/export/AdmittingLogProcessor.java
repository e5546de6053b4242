package io.rubato.tracing.internal.export;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/// Passes log records to the batch processor as far as the ledger admits them.
final class AdmittingLogProcessor implements LogRecordProcessor {
    private final LogRecordProcessor batches;
    private final Ledger ledger;

    AdmittingLogProcessor(LogRecordProcessor batches, Ledger ledger) {
        this.batches = batches;
        this.ledger = ledger;
    }

    @Override
    public void onEmit(Context context, ReadWriteLogRecord entry) {
        if (ledger.admit()) {
            batches.onEmit(context, entry);
        }
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

package io.rubato.tracing.internal.span;

import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;

/// How OpenTelemetry finds the watched context storage when it is first used, be that before tracing is started.
public final class WatchedStorageProvider implements ContextStorageProvider {
    @Override
    public ContextStorage get() {
        return BusyTimes.watched(ContextStorage.defaultStorage());
    }
}

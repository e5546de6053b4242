package io.rubato.tracing.internal.span;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Notes when spans become current and cease to be, on every thread, by a wrapper around OpenTelemetry's context
/// storage. Only spans that are recorded and have been current cost anything; what is kept of one goes with its end.
///
/// Keys are span ids: a string carries its hash, whereas the identity hash of a new object is computed by the VM.
public final class BusyTimes {
    private static final ConcurrentHashMap<String, BusyTime> CURRENT = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Span> COLLECTED = new ReferenceQueue<>();
    private static volatile boolean installed;
    private static volatile @Nullable Consumer<ReadWriteSpan> firstEntry;

    private BusyTimes() {}

    /// Sees to it that the context storage is wrapped; false if another one is in use and stays as it is. Repeated
    /// calls change nothing.
    ///
    /// As a rule [WatchedStorageProvider] has wrapped it before anybody could use it. Where another provider comes
    /// in its place, a wrapper is still possible until the storage is first asked for.
    public static synchronized boolean install() {
        if (!installed) {
            ContextStorage.addWrapper(BusyTimes::watched);
            ContextStorage.get();
        }
        return installed;
    }

    static ContextStorage watched(ContextStorage storage) {
        installed = true;
        return storage instanceof WatchedStorage ? storage : new WatchedStorage(storage);
    }

    /// Calls this once for each span, when it first becomes current.
    public static void onFirstEntry(@Nullable Consumer<ReadWriteSpan> listener) {
        firstEntry = listener;
    }

    /// Ends the measurement of a span: how long it was current, at most `duration`.
    static long stop(ReadableSpan span, long duration) {
        BusyTime time = CURRENT.remove(span.getSpanContext().getSpanId());
        return time == null ? 0 : Math.min(time.stop(), Math.max(0, duration));
    }

    /// How many spans are measured.
    static int size() {
        return CURRENT.size();
    }

    private static @Nullable BusyTime of(ReadWriteSpan span) {
        String id = span.getSpanContext().getSpanId();
        BusyTime known = CURRENT.get(id);
        if (known != null || !span.isRecording()) {
            return known;
        }
        forgetCollected();
        BusyTime added = new BusyTime(span, id, COLLECTED);
        BusyTime other = CURRENT.putIfAbsent(id, added);
        return other == null ? added : other;
    }

    private static void forgetCollected() {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            if (gone instanceof BusyTime time) {
                CURRENT.remove(time.spanId, time);
            }
        }
    }

    private record WatchedStorage(ContextStorage storage) implements ContextStorage {
        @Override
        public Scope attach(Context toAttach) {
            Scope scope = storage.attach(toAttach);
            // A scope that does nothing: the context was current already.
            if (scope.equals(Scope.noop()) || !(Span.fromContext(toAttach) instanceof ReadWriteSpan span)) {
                return scope;
            }
            BusyTime time = of(span);
            if (time == null) {
                return scope;
            }
            Consumer<ReadWriteSpan> listener = firstEntry;
            if (time.enter() && listener != null) {
                listener.accept(span);
            }
            return new WatchedScope(scope, time);
        }

        @Override
        public @Nullable Context current() {
            return storage.current();
        }

        @Override
        public Context root() {
            return storage.root();
        }
    }

    private static final class WatchedScope implements Scope {
        private final Scope scope;
        private final BusyTime time;
        private boolean closed;

        WatchedScope(Scope scope, BusyTime time) {
            this.scope = scope;
            this.time = time;
        }

        @Override
        public void close() {
            scope.close();
            if (!closed) {
                closed = true;
                time.exit();
            }
        }
    }
}

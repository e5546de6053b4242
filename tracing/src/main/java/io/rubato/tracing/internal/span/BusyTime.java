package io.rubato.tracing.internal.span;

import io.opentelemetry.api.trace.Span;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/// For how long one span has been current on at least one thread, in nanoseconds. Safe for concurrent use.
///
/// It refers to its span weakly, so that a span that nobody ends can be collected, and this with it.
final class BusyTime extends WeakReference<Span> {
    final String spanId;
    private int entered;
    private boolean everEntered;
    private boolean stopped;
    private long since;
    private long busy;

    BusyTime(Span span, String spanId, ReferenceQueue<Span> collected) {
        super(span, collected);
        this.spanId = spanId;
    }

    /// True for the first entry of all.
    synchronized boolean enter() {
        if (entered++ == 0 && !stopped) {
            since = System.nanoTime();
        }
        boolean first = !everEntered;
        everEntered = true;
        return first;
    }

    synchronized void exit() {
        if (--entered == 0 && !stopped) {
            busy += System.nanoTime() - since;
        }
    }

    /// Ends the measurement, also of a span that is still current, and returns its result.
    synchronized long stop() {
        if (entered > 0 && !stopped) {
            busy += System.nanoTime() - since;
        }
        stopped = true;
        return busy;
    }
}

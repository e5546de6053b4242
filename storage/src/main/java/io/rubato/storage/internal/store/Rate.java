package io.rubato.storage.internal.store;

import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a counter grew over about the last minute, from what it was whenever somebody asked. Safe for concurrent
/// use.
final class Rate {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final long STEP_NANOS = 1_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long count) {}

    /// @param nanos of the monotonic clock
    synchronized double perSecond(long count, long nanos) {
        while (samples.size() > 1 && nanos - samples.peekFirst().nanos > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        if (last == null || nanos - last.nanos >= STEP_NANOS) {
            samples.add(new Sample(nanos, count));
        }
        return first == null || nanos == first.nanos ? 0 : (count - first.count) * 1e9 / (nanos - first.nanos);
    }
}

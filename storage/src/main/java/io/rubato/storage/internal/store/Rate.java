package io.rubato.storage.internal.store;

import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a counter grew over about the last minute. Safe for concurrent use.
final class Rate {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final long STEP_NANOS = 1_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long count;

    private record Sample(long nanos, long count) {}

    /// @param nanos of the monotonic clock, like that of [#perSecond]
    synchronized void add(long more, long nanos) {
        Sample last = samples.peekLast();
        if (last == null || nanos - last.nanos >= STEP_NANOS) {
            samples.add(new Sample(nanos, count));
            dropOld(nanos);
        }
        count += more;
    }

    private void dropOld(long nanos) {
        while (!samples.isEmpty() && nanos - samples.getFirst().nanos > WINDOW_NANOS) {
            samples.removeFirst();
        }
    }

    /// 0 when nothing was added within the last minute.
    synchronized double perSecond(long nanos) {
        dropOld(nanos);
        Sample first = samples.peekFirst();
        return first == null || nanos == first.nanos ? 0 : (count - first.count) * 1e9 / (nanos - first.nanos);
    }
}

package io.rubato.storage.internal.store;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.head.Head;
import java.util.ArrayDeque;
import java.util.Deque;

/// A head with what the store remembers of it. Changed by the writer only, under the store's lock.
final class HeadState {
    /// How far the memory figure may lag behind, bytes of request bodies.
    private static final long REMEASURE_AFTER = 4 << 20;

    private final Head head;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long firstMillis = -1;
    private long bodyBytes;
    private long measuredAt;
    private volatile long measured;
    private final HeadFragments fragments = new HeadFragments();

    private record Arrival(long millis, int rows) {}

    HeadState(IngestLimits limits) {
        this.head = new Head(limits);
    }

    Head head() {
        return head;
    }

    HeadFragments fragments() {
        return fragments;
    }

    /// Notes that a request was appended.
    void appended(long nowMillis, int bytes) {
        if (firstMillis < 0) {
            firstMillis = nowMillis;
        }
        bodyBytes += bytes;
        Arrival last = arrivals.peekLast();
        if (last == null || nowMillis - last.millis >= 100) {
            arrivals.add(new Arrival(nowMillis, head.published().rows()));
        }
        if (bodyBytes - measuredAt > REMEASURE_AFTER) {
            measure();
        }
    }

    private void measure() {
        measured = head.bytes();
        measuredAt = bodyBytes;
    }

    /// Whether no request came, not even one that was refused.
    boolean isEmpty() {
        return firstMillis < 0;
    }

    /// How long ago the first span came; negative when the clock was set back.
    long ageMillis(long nowMillis) {
        return firstMillis < 0 ? 0 : nowMillis - firstMillis;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    /// Memory held, bytes; at most a few megabytes behind.
    long memory() {
        return measured + 2 * (bodyBytes - measuredAt);
    }

    /// The first row that came after a moment: traces with a row from there on are not idle yet.
    int firstRowAfter(long millis) {
        int rows = 0;
        for (Arrival arrival : arrivals) {
            if (arrival.millis > millis) {
                break;
            }
            rows = arrival.rows;
        }
        return rows;
    }
}

package io.rubato.storage.internal.view;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.head.Head;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/// A head with what the store remembers of it. Changed by the writer only, under the store's lock.
public final class Generation {
    /// How far the memory figure may lag behind, bytes of request bodies.
    private static final long REMEASURE_AFTER = 4 << 20;

    private static final long ARRIVAL_MILLIS = 100;

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final Head head;
    private final LateTraces late = new LateTraces();
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long firstPosition = -1;
    private long firstMillis;
    private long lastMillis;
    private long closedMillis = -1;
    private long bodyBytes;
    private long measuredAt;
    private long measured;
    private volatile long memory;

    private int rows;

    /// Rows from `firstRow` on, up to the next arrival's, came within [#ARRIVAL_MILLIS] from `millis` on.
    private record Arrival(long millis, int firstRow) {}

    public Generation(IngestLimits limits) {
        this.head = new Head(limits);
    }

    /// Tells it from all others of this process, for those who must not keep it in memory.
    public long id() {
        return id;
    }

    public Head head() {
        return head;
    }

    /// Guarded by whoever looks late traces up.
    public LateTraces late() {
        return late;
    }

    /// How many spans its late traces have, as far as they were looked up. For any thread; may lag behind.
    public int lateSpans() {
        return late.spans();
    }

    /// Notes that spans were appended, or that a request was refused after it had left something behind.
    ///
    /// @param position of the log before the request's record
    /// @param bytes the part of the request's body that went here
    public void appended(long position, long nowMillis, long bytes) {
        if (firstPosition < 0) {
            firstPosition = position;
            firstMillis = nowMillis;
        }
        lastMillis = nowMillis;
        bodyBytes += bytes;
        Arrival last = arrivals.peekLast();
        if (last == null || nowMillis - last.millis >= ARRIVAL_MILLIS || nowMillis < last.millis) {
            arrivals.add(new Arrival(nowMillis, rows));
        }
        rows = head.published().rows();
        if (bodyBytes - measuredAt > REMEASURE_AFTER) {
            measured = head.bytes();
            measuredAt = bodyBytes;
        }
        memory = measured + 2 * (bodyBytes - measuredAt);
    }

    /// Takes no more new traces from now on.
    public void close(long nowMillis) {
        closedMillis = nowMillis;
    }

    public boolean isClosed() {
        return closedMillis >= 0;
    }

    public long closedMillis() {
        return closedMillis;
    }

    /// Whether no request left anything here.
    public boolean isEmpty() {
        return firstPosition < 0;
    }

    /// The log's position before the first record with spans that are here; -1 when it is empty.
    public long firstPosition() {
        return firstPosition;
    }

    /// How long ago the first span came; negative when the clock was set back.
    public long ageMillis(long nowMillis) {
        return isEmpty() ? 0 : nowMillis - firstMillis;
    }

    /// When the last span came, milliseconds since 1970; 0 when it is empty. Once frozen, for any thread.
    public long lastMillis() {
        return lastMillis;
    }

    public long bodyBytes() {
        return bodyBytes;
    }

    /// Memory held, bytes; at most a few megabytes behind. For any thread.
    public long memory() {
        return memory;
    }

    /// How many of its traces got a span within the last `idleMillis`.
    public int activeTraces(long nowMillis, long idleMillis) {
        while (!arrivals.isEmpty() && arrivals.getFirst().millis + ARRIVAL_MILLIS <= nowMillis - idleMillis) {
            arrivals.removeFirst();
        }
        return arrivals.isEmpty() ? 0 : head.tracesSince(arrivals.getFirst().firstRow);
    }
}

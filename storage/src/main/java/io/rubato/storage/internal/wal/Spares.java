package io.rubato.storage.internal.wal;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The files that are kept for segments to come, and how many of which size are worth keeping: all those that a busy
/// log soon needs again, else as many as the options say. Does not touch the disk. Not thread-safe.
final class Spares {
    record Spare(Path path, long bytes) {}

    /// A head that is sealed gives some segments back at once, and a log that is written fast needs them within
    /// seconds.
    private static final int MOST_WHILE_BUSY = 4;

    /// A log is busy for so long after it began a segment.
    private static final long BUSY_NANOS = 2_000_000_000L;

    private final int most;
    private final Deque<Spare> spares = new ArrayDeque<>();

    /// The next segment's size; until it is known, every size will do.
    private long expected;

    private boolean busy;
    private long busyUntil;

    Spares(int most) {
        this.most = most;
    }

    long expected() {
        return expected;
    }

    void expect(long segmentBytes) {
        expected = segmentBytes;
    }

    boolean isEmpty() {
        return spares.isEmpty();
    }

    boolean hasRoom(long now) {
        return spares.size() < most(now);
    }

    private int most(long now) {
        busy &= now - busyUntil < 0;
        return busy && most > 0 ? Math.max(most, MOST_WHILE_BUSY) : most;
    }

    void add(Spare spare) {
        spares.add(spare);
    }

    /// Takes one for the expected segment, null if none is long enough.
    @Nullable
    Spare take(long now) {
        busy = true;
        busyUntil = now + BUSY_NANOS;
        for (Spare spare : spares) {
            if (isLongEnough(spare.bytes)) {
                spares.remove(spare);
                return spare;
            }
        }
        return null;
    }

    /// A segment that grew has a little less than its size, and grows by that again when it is reused.
    boolean isLongEnough(long bytes) {
        return bytes >= expected - expected / 8;
    }

    /// Takes one that is too long or too short, or one too many; null if there is none.
    @Nullable
    Spare pollUnfit(long now) {
        for (Spare spare : spares) {
            if (expected > 0 && (spare.bytes > expected || !isLongEnough(spare.bytes))) {
                spares.remove(spare);
                return spare;
            }
        }
        return spares.size() > most(now) ? spares.poll() : null;
    }

    /// How long all that are kept are worth it; 0 for as long as nothing changes.
    long nanosLeft(long now) {
        return spares.size() > most ? Math.max(1, busyUntil - now) : 0;
    }

    /// Keeps no more than a log that is not busy.
    void calm() {
        busy = false;
    }
}

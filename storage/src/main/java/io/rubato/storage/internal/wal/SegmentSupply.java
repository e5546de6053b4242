package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files for segments to come. Writing over a file that has its blocks is three times cheaper than growing one, so
/// finished segments are kept, and when there is none a thread of its own lays one out while the log writes another.
/// A spare has the size that the next segment is expected to have; the same thread shortens what is too long.
final class SegmentSupply implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);
    private static final int CHUNK = 1 << 20;
    private static final String UNFINISHED = ".new";

    private record Spare(Path path, long bytes) {}

    private final Path directory;
    private final WalOptions options;
    private final LogFiles files;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Deque<Spare> spares = new ArrayDeque<>();

    /// Given and not yet recycled.
    private final Deque<Path> finished = new ArrayDeque<>();

    private final Object recycling = new Object();
    private long named;

    /// The next segment's size; until it is known, every size will do.
    private long expected;

    private boolean changed;
    private boolean wanted;
    private volatile boolean closed;

    SegmentSupply(Path directory, WalOptions options, LogFiles files) throws IOException {
        this.directory = directory;
        this.options = options;
        this.files = files;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "spare-*")) {
            for (Path path : found) {
                if (spares.size() < options.spareSegments() && !path.toString().endsWith(UNFINISHED)) {
                    spares.add(new Spare(path, Files.size(path)));
                } else {
                    Files.delete(path);
                }
            }
        }
        this.thread = Thread.ofPlatform().name("wal-segments").daemon().unstarted(this::run);
        thread.start();
    }

    /// Says how large the next segment will be. Never waits for the disk.
    ///
    /// @param soon whether a file should be laid out for it if there is none
    void expect(long segmentBytes, boolean soon) {
        lock.lock();
        try {
            expected = segmentBytes;
            wanted |= soon && options.spareSegments() > 0;
            changed = true;
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Puts a file in the segment's place and opens it. Never waits: without a spare the file starts empty and grows.
    LogFile take(Segment segment, long segmentBytes) throws IOException {
        Path spare;
        lock.lock();
        try {
            expected = segmentBytes;
            spare = pollFitting();
        } finally {
            lock.unlock();
        }
        if (spare != null) {
            Files.move(spare, segment.path(), StandardCopyOption.ATOMIC_MOVE);
        }
        LogFile file = files.open(segment.path());
        try {
            if (file.size() > segmentBytes) {
                file.truncate(segmentBytes);
            }
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private @Nullable Path pollFitting() {
        for (Spare spare : spares) {
            if (isLongEnough(spare.bytes)) {
                spares.remove(spare);
                return spare.path;
            }
        }
        return null;
    }

    /// A segment that grew has a little less than its size, and grows by that again when it is reused.
    private boolean isLongEnough(long bytes) {
        return bytes >= expected - expected / 8;
    }

    /// Takes a segment that is not needed any more. Its file stays until [#recycle].
    void give(Segment segment) {
        lock.lock();
        try {
            finished.add(segment.path());
        } finally {
            lock.unlock();
        }
    }

    /// Keeps or deletes the files that were given, oldest first.
    ///
    /// @throws IOException when that failed; the next call goes on there
    void recycle() throws IOException {
        synchronized (recycling) {
            for (Path path = firstFinished(); path != null; path = firstFinished()) {
                if (!keep(path)) {
                    // Outside of the lock: it takes milliseconds for a large file.
                    Files.deleteIfExists(path);
                }
                lock.lock();
                try {
                    finished.remove();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private @Nullable Path firstFinished() {
        lock.lock();
        try {
            return finished.peek();
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(Path path) throws IOException {
        lock.lock();
        try {
            if (closed || spares.size() >= options.spareSegments() || !Files.exists(path)) {
                return false;
            }
            long bytes = Files.size(path);
            if (!isLongEnough(bytes)) {
                return false;
            }
            addSpare(path, bytes);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void addSpare(Path file, long bytes) throws IOException {
        spares.add(new Spare(Files.move(file, newName(), StandardCopyOption.ATOMIC_MOVE), bytes));
        changed = true;
        change.signal();
    }

    private Path newName() {
        Path path;
        do {
            path = directory.resolve("spare-" + named++);
        } while (Files.exists(path));
        return path;
    }

    private void run() {
        boolean open;
        do {
            open = awaitChange();
            Path unfinished = directory.resolve("spare-ahead" + UNFINISHED);
            try {
                fitSpares();
                long size = sizeToLayOut();
                if (open && size > 0) {
                    layOut(unfinished, size);
                    publish(unfinished, size);
                }
            } catch (IOException e) {
                LOG.warn("No segment laid out ahead in {}: {}; the log goes on without", directory, e.toString());
            }
            discard(unfinished);
        } while (open);
    }

    /// Returns false once the supply is closed.
    private boolean awaitChange() {
        lock.lock();
        try {
            while (!closed && !changed) {
                change.awaitUninterruptibly();
            }
            changed = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void fitSpares() throws IOException {
        for (Spare spare = pollUnfit(); spare != null; spare = pollUnfit()) {
            fit(spare);
        }
    }

    private @Nullable Spare pollUnfit() {
        lock.lock();
        try {
            for (Spare spare : spares) {
                if (expected > 0 && (spare.bytes > expected || !isLongEnough(spare.bytes))) {
                    spares.remove(spare);
                    return spare;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Shortens a spare, or deletes one that is too short. Nobody else has it meanwhile.
    private void fit(Spare spare) throws IOException {
        long bytes = expectedNow();
        if (spare.bytes >= bytes) {
            try (LogFile file = files.open(spare.path)) {
                file.truncate(bytes);
            }
            if (putBack(new Spare(spare.path, bytes))) {
                return;
            }
        }
        Files.delete(spare.path);
    }

    private boolean putBack(Spare spare) {
        lock.lock();
        try {
            return spares.size() < options.spareSegments() && spares.add(spare);
        } finally {
            lock.unlock();
        }
    }

    private long expectedNow() {
        lock.lock();
        try {
            return expected;
        } finally {
            lock.unlock();
        }
    }

    /// 0 when there is a spare or nobody wants one.
    private long sizeToLayOut() {
        lock.lock();
        try {
            boolean missing = wanted && spares.isEmpty();
            wanted = false;
            return missing ? expected : 0;
        } finally {
            lock.unlock();
        }
    }

    private void layOut(Path path, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, size));
        try (LogFile file = files.open(path)) {
            for (long at = 0; at < size && !closed; at += zeros.limit()) {
                file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), size - at)), at);
            }
            if (!closed) {
                file.force();
            }
        }
    }

    private void publish(Path laidOut, long bytes) throws IOException {
        lock.lock();
        try {
            if (!closed && spares.size() < options.spareSegments()) {
                addSpare(laidOut, bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void discard(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} stays behind: {}", path, e.toString());
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            change.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }
}

package io.rubato.storage.internal.wal;

import io.rubato.storage.internal.wal.Spares.Spare;
import io.rubato.storage.loop.Threads;
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
/// A spare has the size that the next segment is expected to have; the same thread shortens those that are too long
/// and deletes those too many.
final class SegmentSupply implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);
    private static final int CHUNK = 1 << 20;
    private static final String UNFINISHED = ".new";

    private final Path directory;
    private final WalOptions options;
    private final LogFiles files;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final Spares spares;

    /// Given and not yet recycled.
    private final Deque<Path> finished = new ArrayDeque<>();

    private final Object recycling = new Object();
    private long named;
    private boolean changed;
    private boolean wanted;
    private volatile boolean closed;

    SegmentSupply(Path directory, WalOptions options, LogFiles files) throws IOException {
        this.directory = directory;
        this.options = options;
        this.files = files;
        this.spares = new Spares(options.spareSegments());
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "spare-*")) {
            for (Path path : found) {
                if (spares.hasRoom(System.nanoTime()) && !path.toString().endsWith(UNFINISHED)) {
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
            spares.expect(segmentBytes);
            wanted |= soon && options.spareSegments() > 0;
            changed = true;
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Puts a file in the segment's place and opens it. Never waits: without a spare the file starts empty and grows.
    LogFile take(Segment segment, long segmentBytes) throws IOException {
        Spare spare;
        lock.lock();
        try {
            spares.expect(segmentBytes);
            spare = spares.take(System.nanoTime());
        } finally {
            lock.unlock();
        }
        if (spare != null) {
            Files.move(spare.path(), segment.path(), StandardCopyOption.ATOMIC_MOVE);
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
            if (closed || !spares.hasRoom(System.nanoTime()) || !Files.exists(path)) {
                return false;
            }
            long bytes = Files.size(path);
            if (!spares.isLongEnough(bytes)) {
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
            } catch (IOException | RuntimeException | Error e) {
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
                long left = spares.nanosLeft(System.nanoTime());
                if (left == 0) {
                    change.awaitUninterruptibly();
                } else {
                    changed = change.awaitNanos(left) <= 0;
                }
            }
            changed = false;
            return !closed;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
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
            return spares.pollUnfit(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /// Shortens a spare, or deletes one that is too short or one too many. Nobody else has it meanwhile.
    private void fit(Spare spare) throws IOException {
        long bytes = roomFor(spare);
        if (bytes > 0) {
            try (LogFile file = files.open(spare.path())) {
                file.truncate(bytes);
            }
            if (putBack(new Spare(spare.path(), bytes))) {
                return;
            }
        }
        Files.delete(spare.path());
    }

    /// The size that the spare should have, 0 if it is better deleted.
    private long roomFor(Spare spare) {
        lock.lock();
        try {
            return spares.hasRoom(System.nanoTime()) && spare.bytes() >= spares.expected() ? spares.expected() : 0;
        } finally {
            lock.unlock();
        }
    }

    private boolean putBack(Spare spare) {
        lock.lock();
        try {
            boolean room = spares.hasRoom(System.nanoTime());
            if (room) {
                spares.add(spare);
            }
            return room;
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
            return missing ? spares.expected() : 0;
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
            if (!closed && spares.hasRoom(System.nanoTime())) {
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
            spares.calm();
            change.signal();
        } finally {
            lock.unlock();
        }
        Threads.join(thread);
    }
}

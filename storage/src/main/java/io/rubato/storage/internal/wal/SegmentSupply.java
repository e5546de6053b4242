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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files for segments to come. Writing over a file that has its blocks is three times cheaper than growing one, so
/// finished segments are kept, and when there is none a thread of its own lays one out while the log writes another.
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
    private final Deque<Path> spares = new ArrayDeque<>();
    private long named;
    private boolean wanted;
    private volatile boolean closed;

    SegmentSupply(Path directory, WalOptions options, LogFiles files) throws IOException {
        this.directory = directory;
        this.options = options;
        this.files = files;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "spare-*")) {
            for (Path path : found) {
                if (spares.size() < options.spareSegments() && !path.toString().endsWith(UNFINISHED)) {
                    spares.add(path);
                } else {
                    Files.delete(path);
                }
            }
        }
        this.thread = Thread.ofPlatform().name("wal-segments").daemon().unstarted(this::run);
        thread.start();
    }

    /// Puts a file in the segment's place and opens it. Never waits: without a spare the file starts empty and grows.
    LogFile take(Segment segment) throws IOException {
        Path spare;
        lock.lock();
        try {
            spare = spares.poll();
            wanted = options.spareSegments() > 0;
            change.signal();
        } finally {
            lock.unlock();
        }
        if (spare != null) {
            Files.move(spare, segment.path(), StandardCopyOption.ATOMIC_MOVE);
        }
        LogFile file = files.open(segment.path());
        try {
            if (file.size() > options.segmentBytes()) {
                file.truncate(options.segmentBytes());
            }
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Takes a file that is not needed any more.
    void give(Path path) throws IOException {
        lock.lock();
        try {
            if (closed || spares.size() >= options.spareSegments()) {
                Files.deleteIfExists(path);
            } else if (Files.exists(path)) {
                Path spare = newName();
                Files.move(path, spare, StandardCopyOption.ATOMIC_MOVE);
                spares.add(spare);
            }
        } finally {
            lock.unlock();
        }
    }

    private Path newName() {
        Path path;
        do {
            path = directory.resolve("spare-" + named++);
        } while (Files.exists(path));
        return path;
    }

    private void run() {
        while (isWanted()) {
            Path unfinished = directory.resolve("spare-ahead" + UNFINISHED);
            try {
                layOut(unfinished);
                publish(unfinished);
            } catch (IOException e) {
                LOG.warn("No segment laid out ahead in {}: {}; the log goes on without", directory, e.toString());
            }
            discard(unfinished);
        }
    }

    private boolean isWanted() {
        lock.lock();
        try {
            while (!closed && !(wanted && spares.isEmpty())) {
                change.awaitUninterruptibly();
            }
            wanted = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void layOut(Path path) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, options.segmentBytes()));
        try (LogFile file = files.open(path)) {
            long size = options.segmentBytes();
            for (long at = 0; at < size && !closed; at += zeros.limit()) {
                file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), size - at)), at);
            }
            if (!closed) {
                file.force();
            }
        }
    }

    private void publish(Path laidOut) throws IOException {
        lock.lock();
        try {
            if (!closed) {
                Path spare = newName();
                Files.move(laidOut, spare, StandardCopyOption.ATOMIC_MOVE);
                spares.add(spare);
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

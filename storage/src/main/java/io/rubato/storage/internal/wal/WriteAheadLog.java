package io.rubato.storage.internal.wal;

import io.rubato.storage.internal.files.Directories;
import io.rubato.storage.internal.files.OpenDirectory;
import io.rubato.storage.loop.LoopStatus;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Records on disk in the order they came, in a directory of segment files. A *position* counts the bytes of all
/// records since the log began: it only grows, also over restarts.
///
/// Life: [#open], [#replay] once, then [#append], [#durable] and [#release], at last [#close].
///
/// Thread-safe. Appends exclude each other and never wait for the disk; [#durable] futures complete on the log's
/// commit thread, so what depends on them must be short or go to another thread, and must not close the log.
///
/// The format is described in docs/wal-format.md.
public final class WriteAheadLog implements Closeable {
    private final Path directory;

    /// The same, open as long as the log is.
    private final OpenDirectory names;

    private final WalOptions options;
    private final LogFiles files;
    private final LongSupplier clock;
    private final DirectoryLock lock;
    private final SegmentSupply supply;
    private final SecureRandom ids = new SecureRandom();

    /// Guards appending; taken before `state`.
    private final Object appending = new Object();

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(SegmentWriter.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private String tenant = "";
    private byte[] tenantBytes = new byte[0];
    private boolean closed;
    private @Nullable SegmentWriter current;
    private boolean nextPrepared;
    private final SegmentSizes sizes;
    private volatile long written;

    /// Guards the lists.
    private final Object state = new Object();

    private final List<Segment> segments;
    private final List<SegmentWriter> unforced = new ArrayList<>();
    private boolean directoryChanged = true;

    /// Null until the replay is done.
    private volatile @Nullable GroupCommit commit;

    private WriteAheadLog(
            Path directory,
            OpenDirectory names,
            WalOptions options,
            LogFiles files,
            LongSupplier clock,
            DirectoryLock lock,
            List<Segment> segments)
            throws IOException {
        this.directory = directory;
        this.names = names;
        this.options = options;
        this.files = files;
        this.clock = clock;
        this.lock = lock;
        this.segments = segments;
        this.supply = new SegmentSupply(directory, options, files);
        this.sizes = new SegmentSizes(options);
    }

    /// Opens the log of a directory, which is created when it is missing.
    ///
    /// @throws IOException also when another process, or another log of this process, works in the directory
    public static WriteAheadLog open(Path directory, WalOptions options) throws IOException {
        return open(directory, options, LogFiles.SYSTEM, System::nanoTime);
    }

    static WriteAheadLog open(Path directory, WalOptions options, LogFiles files, LongSupplier clock)
            throws IOException {
        Directories.create(directory.toAbsolutePath());
        DirectoryLock lock = DirectoryLock.take(directory);
        OpenDirectory names = null;
        try {
            names = OpenDirectory.open(directory);
            return new WriteAheadLog(directory, names, options, files, clock, lock, Segment.list(directory));
        } catch (IOException | RuntimeException e) {
            if (names != null) {
                names.close();
            }
            lock.close();
            throw e;
        }
    }

    /// Hands out every whole record from a position on, then opens the log for appending. Damage is stepped
    /// over and reported, never thrown.
    ///
    /// @param fromPosition a position that was returned for a record, usually the last one given to [#release];
    ///     0 for everything there is
    /// @param leastPosition no record to come gets a position before this one, though the log may end earlier
    /// @throws IOException when a file cannot be opened, has another format version, or the handler throws; the
    ///     replay may then be repeated
    /// @throws IllegalStateException when the replay is already done
    public ReplayReport replay(long fromPosition, long leastPosition, RecordHandler handler) throws IOException {
        if (fromPosition < 0) {
            throw new IllegalArgumentException("fromPosition is " + fromPosition + ", expected 0 or more");
        }
        synchronized (appending) {
            requireOpen();
            if (commit != null) {
                throw new IllegalStateException("the write-ahead log in " + directory + " was already replayed");
            }
            names.sync();
            ReplayReport report = new Replay(files, segments, fromPosition, leastPosition, handler).run();
            written = report.position();
            sizes.start(
                    segments.isEmpty()
                            ? fromPosition
                            : Math.max(fromPosition, segments.getFirst().base()));
            expectNext(written, false);
            commit = new GroupCommit(written, this::force);
            return report;
        }
    }

    /// Writes one record. It survives the end of this process from now on, and the machine's once [#durable]
    /// says so.
    ///
    /// @param tenant at most 65535 bytes in UTF-8
    /// @param encoding opaque to the log
    /// @return the position after the record
    /// @throws IOException when the record was not written, for a full disk perhaps: the log is as it was
    ///     before, and a later append may succeed; after a failed fsync, or when the log is closed, none will
    /// @throws IllegalStateException before the replay
    public long append(WalRecord.Type type, String tenant, byte encoding, byte[] body, int offset, int length)
            throws IOException {
        Objects.checkFromIndexSize(offset, length, body.length);
        synchronized (appending) {
            requireAppendable();
            byte[] name = bytesOf(tenant);
            SegmentWriter writer = writerFor((long) RecordHeader.BYTES + name.length + length);
            writer.append(type, name, encoding, body, offset, length);
            written = writer.position();
            prepareNext(writer);
            return written;
        }
    }

    private void prepareNext(SegmentWriter writer) {
        if (!nextPrepared && writer.isUnderWay()) {
            nextPrepared = true;
            expectNext(writer.limit(), true);
        }
    }

    private void expectNext(long position, boolean soon) {
        supply.expect(sizes.at(position, written, clock.getAsLong()), soon);
    }

    private byte[] bytesOf(String name) {
        if (!name.equals(tenant)) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > RecordHeader.MAX_TENANT_LENGTH) {
                throw new IllegalArgumentException("the tenant's name has " + bytes.length + " bytes, expected at most "
                        + RecordHeader.MAX_TENANT_LENGTH);
            }
            tenant = name;
            tenantBytes = bytes;
        }
        return tenantBytes;
    }

    private SegmentWriter writerFor(long recordBytes) throws IOException {
        SegmentWriter writer = current;
        if (writer != null && writer.takes(recordBytes)) {
            return writer;
        }
        // The name of the next file ends the old segment: should the rest fail, nothing may be added there any more.
        current = null;
        Segment segment = Segment.at(directory, written);
        long size = sizes.begin(written, clock.getAsLong());
        LogFile file = supply.take(segment, size);
        SegmentWriter next;
        try {
            next = new SegmentWriter(segment, ids.nextLong(), file, size, buffer);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        synchronized (state) {
            if (!options.fsync()) {
                closeAll(unforced);
            }
            add(segment);
            unforced.add(next);
            directoryChanged = true;
        }
        current = next;
        nextPrepared = false;
        return next;
    }

    /// A last segment without a whole record has given its name, and so its file, to the new one.
    private void add(Segment segment) {
        if (segments.isEmpty() || segments.getLast().base() < segment.base()) {
            segments.add(segment);
        }
    }

    /// Runs on the commit thread, after its end on the closing one.
    private long force() throws IOException {
        long reached = written;
        List<SegmentWriter> writers;
        boolean changed;
        synchronized (state) {
            writers = List.copyOf(unforced);
            changed = directoryChanged;
            directoryChanged = false;
        }
        try {
            for (SegmentWriter writer : writers) {
                writer.file().force();
            }
            if (changed) {
                names.sync();
            }
        } catch (IOException | RuntimeException | Error e) {
            synchronized (state) {
                directoryChanged |= changed;
            }
            throw e;
        }
        // All but the last were full when they were forced.
        for (int i = 0; i < writers.size() - 1; i++) {
            writers.get(i).file().close();
            synchronized (state) {
                unforced.remove(writers.get(i));
            }
        }
        return reached;
    }

    /// Completes when everything before a position is on the disk, at once when fsync is off, and for what a
    /// replay that still runs has handed out. Completes with an [IOException] when that failed; the log then
    /// takes no more records, because what the disk refused may be gone.
    ///
    /// @param position at most [#position]
    public CompletableFuture<@Nullable Void> durable(long position) {
        if (commit == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (position > written) {
            throw new IllegalArgumentException("position is " + position + ", expected at most " + written);
        }
        return options.fsync() ? committer().await(position) : CompletableFuture.completedFuture(null);
    }

    /// Says that nothing before a position is needed any more: whole segments before it are kept for reuse or
    /// deleted. The last segment stays, and what is not on the disk yet stays until a later call.
    ///
    /// @throws IOException when a file cannot be renamed, shortened or deleted; a later call tries again
    public void release(long position) throws IOException {
        long limit = Math.min(position, options.fsync() ? committer().durable() : written);
        fitSizes(limit);
        synchronized (state) {
            while (segments.size() > 1 && segments.get(1).base() <= limit) {
                supply.give(segments.removeFirst());
                directoryChanged = true;
            }
        }
        // Takes its time, and commits need the lists.
        supply.recycle();
    }

    /// What the log keeps says how large the next segment is; one that is by far too large ends here.
    private void fitSizes(long limit) throws IOException {
        synchronized (appending) {
            if (closed) {
                return;
            }
            sizes.release(limit, written);
            SegmentWriter writer = current;
            if (writer != null && sizes.isTooLarge(written, clock.getAsLong())) {
                writer.trim();
                current = null;
                writer = null;
            }
            expectNext(writer == null ? written : writer.limit(), false);
        }
    }

    /// The position after the last record; after [#replay].
    public long position() {
        return written;
    }

    /// How many bytes of records are kept: what a replay from 0 would read.
    public long bytes() {
        synchronized (state) {
            return segments.isEmpty() ? 0 : written - segments.getFirst().base();
        }
    }

    /// How the thread fares that brings records to the disk.
    public LoopStatus commitStatus() {
        return committer().status();
    }

    private GroupCommit committer() {
        GroupCommit committer = commit;
        if (committer == null) {
            throw new IllegalStateException("the write-ahead log in " + directory + " was not replayed yet");
        }
        return committer;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the write-ahead log in " + directory + " is closed");
        }
    }

    private void requireAppendable() throws IOException {
        requireOpen();
        IOException failure = committer().failure();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /// Brings everything to the disk, completes what waits for that and gives unused space back.
    ///
    /// @throws IOException when the disk refused
    @Override
    public void close() throws IOException {
        synchronized (appending) {
            if (closed) {
                return;
            }
            closed = true;
            try (lock;
                    names;
                    supply) {
                finish();
            }
        }
    }

    private void finish() throws IOException {
        GroupCommit committer = commit;
        if (committer == null) {
            return;
        }
        committer.close();
        SegmentWriter last = current;
        try {
            IOException failure = committer.failure();
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            if (last != null) {
                last.trim();
            }
            force();
        } finally {
            closeAll(unforced);
        }
    }

    private static void closeAll(List<SegmentWriter> writers) throws IOException {
        for (SegmentWriter writer : writers) {
            writer.file().close();
        }
        writers.clear();
    }
}

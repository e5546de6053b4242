package io.rubato.storage.objects;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Reads a file through one channel for all threads.
///
/// An interrupt in the middle of a read closes a [FileChannel] for everybody. The next read then opens the file
/// again, or, if another file has its name by now or none, goes through a second descriptor that was opened
/// with the first and is read by a thread that nobody interrupts: slower, but deaf to interrupts.
final class LocalObjectReader implements ObjectReader {

    /// See [TempFile]: a larger read into a heap buffer would keep a direct buffer of its size for the thread.
    private static final int PIECE = 1 << 20;

    private final String key;
    private final Path path;
    private final FileState state;
    private final FileChannel reserve;
    private volatile FileChannel channel;
    private volatile boolean closed;

    private LocalObjectReader(String key, Path path, FileState state, FileChannel channel, FileChannel reserve) {
        this.key = key;
        this.path = path;
        this.state = state;
        this.channel = channel;
        this.reserve = reserve;
    }

    /// Opens an object's file, null if there is none.
    static @Nullable LocalObjectReader open(String key, Path path) throws IOException {
        while (true) {
            FileState before = FileState.of(path);
            if (before == null) {
                return null;
            }
            LocalObjectReader reader = openAs(key, path, before);
            if (reader != null && reader.isStill(before)) {
                return reader;
            }
        }
    }

    /// Equal states say that both descriptors are of this version: a file is replaced, never changed. Otherwise
    /// closes them.
    private boolean isStill(FileState before) throws IOException {
        boolean still = false;
        try {
            still = before.equals(FileState.of(path));
        } finally {
            if (!still) {
                close();
            }
        }
        return still;
    }

    private static @Nullable LocalObjectReader openAs(String key, Path path, FileState state) throws IOException {
        FileChannel channel = null;
        FileChannel reserve = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            reserve = FileChannel.open(path, StandardOpenOption.READ);
            LocalObjectReader reader = new LocalObjectReader(key, path, state, channel, reserve);
            channel = null;
            reserve = null;
            return reader;
        } catch (NoSuchFileException e) {
            if (FileState.of(path) == null) {
                return null;
            }
            throw e;
        } finally {
            if (channel != null) {
                channel.close();
            }
            if (reserve != null) {
                reserve.close();
            }
        }
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public long size() {
        return state.size();
    }

    @Override
    public String version() {
        return state.version();
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " of object " + key + ": expected 0 or more");
        }
        requireOpen();
        if (!target.hasRemaining()) {
            return 0;
        }
        int total = 0;
        int last = 0;
        while (last >= 0 && target.hasRemaining() && total < state.size() - offset) {
            ByteBuffer piece = target.slice(target.position(), Math.min(PIECE, target.remaining()));
            last = readPiece(offset + total, piece);
            if (last > 0) {
                target.position(target.position() + last);
                total += last;
            }
        }
        return total == 0 ? -1 : total;
    }

    private int readPiece(long offset, ByteBuffer piece) throws IOException {
        // Asked before the channel sees the interrupt and closes itself.
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        try {
            return channel.read(piece, offset);
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        } catch (ClosedChannelException e) {
            requireOpen();
            return readAgain(offset, piece);
        }
    }

    private int readAgain(long offset, ByteBuffer piece) throws IOException {
        return reopened() ? readPiece(offset, piece.clear()) : readReserve(offset, piece.clear());
    }

    private synchronized boolean reopened() throws IOException {
        if (channel.isOpen()) {
            return true;
        }
        LocalObjectReader again = open(key, path);
        if (again == null) {
            return false;
        }
        again.reserve.close();
        boolean same = again.state.equals(state) && !closed;
        if (same) {
            channel = again.channel;
        } else {
            again.channel.close();
        }
        requireOpen();
        return same;
    }

    /// Reads on a thread that nobody else knows, so that no interrupt closes this channel, too.
    private int readReserve(long offset, ByteBuffer piece) throws IOException {
        requireOpen();
        FutureTask<Integer> read = new FutureTask<>(() -> reserve.read(piece, offset));
        Thread.ofVirtual().start(read);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return read.get();
                } catch (InterruptedException e) {
                    interrupted = true; // the thread still writes to the buffer
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted while reading object " + key);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            channel.close();
        } finally {
            reserve.close();
        }
    }

    /// For tests that do to it what an interrupt does.
    FileChannel channel() {
        return channel;
    }
}

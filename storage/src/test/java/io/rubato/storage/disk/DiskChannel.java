package io.rubato.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// An open file of a simulated disk, or an open directory, which can only be synced.
final class DiskChannel extends FileChannel {
    private final SimulatedDisk disk;
    private final Path path;
    private final DiskNode node;
    private final boolean writable;
    private long position;

    DiskChannel(SimulatedDisk disk, Path path, DiskNode node, boolean writable) {
        this.disk = disk;
        this.path = path;
        this.node = node;
        this.writable = writable;
    }

    private DiskFile file(boolean toWrite) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (toWrite && !writable) {
            throw new NonWritableChannelException();
        }
        if (node instanceof DiskFile file) {
            return file;
        }
        throw new FileSystemException(path.toString(), null, "Is a directory");
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        synchronized (disk) {
            int length = read(target, position);
            position += Math.max(0, length);
            return length;
        }
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        synchronized (disk) {
            DiskFile file = file(false);
            disk.call(Call.READ, path);
            return file.read(offset, target);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        synchronized (disk) {
            int length = write(source, position);
            position += length;
            return length;
        }
    }

    @Override
    public int write(ByteBuffer source, long offset) throws IOException {
        synchronized (disk) {
            DiskFile file = file(true);
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            try {
                disk.call(Call.WRITE, path);
            } catch (FileSystemException e) {
                // A part of what is refused is written.
                file.write(offset, java.util.Arrays.copyOf(bytes, bytes.length / 2));
                throw e;
            }
            file.write(offset, bytes);
            source.position(source.limit());
            return bytes.length;
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        synchronized (disk) {
            DiskFile file = file(true);
            disk.call(Call.RESIZE, path);
            if (size < file.size()) {
                file.resize(size);
            }
            position = Math.min(position, size);
            return this;
        }
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        disk.force(node, path);
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            return file(false).size();
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) throws IOException {
        file(false);
        return new HeldLock(this, from, size, shared);
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) throws IOException {
        return tryLock(from, size, shared);
    }

    /// A disk has one user, who knows of the others in this process.
    private static final class HeldLock extends FileLock {
        private boolean valid = true;

        HeldLock(FileChannel channel, long from, long size, boolean shared) {
            super(channel, from, size, shared);
        }

        @Override
        public boolean isValid() {
            return valid && acquiredBy().isOpen();
        }

        @Override
        public void release() {
            valid = false;
        }
    }

    @Override
    protected void implCloseChannel() {
        disk.closed(this);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long from, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) {
        throw new UnsupportedOperationException();
    }
}

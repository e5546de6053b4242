package io.rubato.storage.internal.wal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The part of a file that is in memory while it is read.
final class ReadWindow {
    private static final int BYTES = 256 << 10;

    private final ByteBuffer buffer;
    private final LogFile file;
    private final long size;
    private long start;

    ReadWindow(LogFile file, ByteBuffer buffer, long size) {
        this.file = file;
        this.buffer = buffer.limit(0);
        this.size = size;
    }

    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The operating system could not read: another thing than a handler that failed.
    static final class Unreadable extends Exception {
        Unreadable(IOException cause) {
            super(cause.toString(), cause);
        }
    }

    long size() {
        return size;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /// The index in the buffer of a byte of the file, with `length` bytes from there in the buffer. They must be
    /// within the file and at most a header's size.
    int index(long offset, int length) throws Unreadable {
        if (offset < start || offset + length > start + buffer.limit()) {
            load(offset, length);
        }
        return (int) (offset - start);
    }

    private void load(long offset, int length) throws Unreadable {
        buffer.clear();
        start = offset;
        try {
            while (buffer.position() < length) {
                if (file.read(buffer, offset + buffer.position()) < 0) {
                    throw new EOFException("the file ends at " + (offset + buffer.position()) + ", expected " + size);
                }
            }
        } catch (IOException e) {
            buffer.limit(0);
            throw new Unreadable(e);
        }
        buffer.flip();
    }

    /// Copies bytes that must be within the file.
    void copy(long offset, byte[] target) throws Unreadable {
        int done = 0;
        while (done < target.length) {
            int index = index(offset + done, 1);
            int part = Math.min(target.length - done, buffer.limit() - index);
            buffer.get(index, target, done, part);
            done += part;
        }
    }

    /// The offset after the last byte that is not zero, or `from`.
    long lastNonZero(long from, long to) throws Unreadable {
        long last = from;
        for (long offset = from; offset < to; ) {
            int index = index(offset, 1);
            int part = (int) Math.min(to - offset, buffer.limit() - index);
            for (int i = part - 1; i >= 0; i--) {
                if (buffer.get(index + i) != 0) {
                    last = offset + i + 1;
                    break;
                }
            }
            offset += part;
        }
        return last;
    }
}

package io.rubato.storage.internal.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file of the log. One thread at a time reads, writes and resizes; another may force at the same time.
interface LogFile extends Closeable {
    /// Writes all that remains in the buffer. After an exception any part of it may have been written.
    void write(ByteBuffer source, long offset) throws IOException;

    /// Reads some bytes; -1 at the end of the file.
    int read(ByteBuffer target, long offset) throws IOException;

    /// Returns once everything written before the call is on the disk.
    void force() throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;
}

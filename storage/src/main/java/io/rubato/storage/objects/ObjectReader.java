package io.rubato.storage.objects;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One version of an object, open for reads at any offset. It has no position, so any number of threads may
/// read at once, and it keeps giving the same bytes when the object is deleted or replaced (a store that cannot
/// keep a replaced version fails the read, it never mixes two).
///
/// An interrupt ends the interrupted thread's read with [java.io.InterruptedIOException] and harms no other
/// thread. A read after [#close] throws [java.nio.channels.ClosedChannelException]. Closing twice is allowed.
public interface ObjectReader extends Closeable {

    /// The key it was opened with.
    String key();

    /// Size in bytes.
    long size();

    /// The version that is read, good for [ObjectStore#replace].
    String version();

    /// Reads from `offset` until the target is full or the object ends. Returns the number of bytes read, -1 if
    /// `offset` is at or past the end and the target has room.
    int read(long offset, ByteBuffer target) throws IOException;

    /// Fills the target from `offset`.
    ///
    /// @throws EOFException if the object ends before
    default void readFully(long offset, ByteBuffer target) throws IOException {
        int wanted = target.remaining();
        int got = Math.max(0, read(offset, target));
        if (got < wanted) {
            throw new EOFException("object %s has %d bytes, %d bytes were expected at offset %d"
                    .formatted(key(), size(), wanted, offset));
        }
    }

    /// Reads ranges, in any order, overlapping or not; the result has one buffer for each, ready to be read. A
    /// remote store may fetch close ranges with one request, so ask for all at once.
    ///
    /// @throws EOFException if a range ends past the object's end
    default List<ByteBuffer> readRanges(List<ByteRange> ranges) throws IOException {
        for (ByteRange range : ranges) {
            if (range.end() > size()) {
                throw new EOFException("object %s has %d bytes, range %d..%d is past its end"
                        .formatted(key(), size(), range.offset(), range.end()));
            }
        }
        List<ByteBuffer> parts = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            ByteBuffer part = ByteBuffer.allocate(range.length());
            readFully(range.offset(), part);
            parts.add(part.flip());
        }
        return parts;
    }
}

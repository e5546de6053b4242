package io.rubato.storage.internal.block;

import java.io.IOException;

/// Reads of a block's bytes, by position; safe for concurrent use. Implemented over whatever holds the
/// block.
public interface BlockBytes {
    long size();

    /// Fills `target[offset, offset + length)` from `position` on.
    ///
    /// @throws IOException when they cannot be read, or end before
    void read(long position, byte[] target, int offset, int length) throws IOException;
}

package io.rubato.storage.internal.block;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A block's bytes in an array, which a test may damage.
public record MemoryBytes(byte[] bytes) implements BlockBytes {
    public static MemoryBytes of(BlockFile file) {
        ByteBuffer all = ByteBuffer.allocate((int) file.bytes());
        file.parts().forEach(part -> all.put(part.duplicate()));
        return new MemoryBytes(all.array());
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        if (position + length > bytes.length) {
            throw new EOFException();
        }
        System.arraycopy(bytes, (int) position, target, offset, length);
    }
}

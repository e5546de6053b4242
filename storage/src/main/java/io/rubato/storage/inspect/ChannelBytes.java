package io.rubato.storage.inspect;

import io.rubato.storage.internal.block.BlockBytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A block's bytes in a file.
record ChannelBytes(FileChannel channel, long size) implements BlockBytes {
    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw new EOFException("the file ends at byte " + at + ", expected " + (position + length));
            }
            at += count;
        }
    }
}

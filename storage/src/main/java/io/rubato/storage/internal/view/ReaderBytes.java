package io.rubato.storage.internal.view;

import io.rubato.storage.internal.block.BlockBytes;
import io.rubato.storage.objects.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of an object.
record ReaderBytes(ObjectReader reader) implements BlockBytes {
    @Override
    public long size() {
        return reader.size();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        reader.readFully(position, ByteBuffer.wrap(target, offset, length));
    }
}

package io.rubato.storage.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/// The bytes of an object that is about to be stored. A store asks for them once at most, in the thread that
/// called it.
@FunctionalInterface
public interface ObjectContent {

    /// Writes all bytes to the target, each of whose writes takes the whole buffer. Closing the target is the
    /// store's. If this throws, nothing is stored and the exception reaches the caller of the store.
    void writeTo(WritableByteChannel target) throws IOException;

    /// The remaining bytes of buffers, one after the other. The buffers' positions stay as they are.
    static ObjectContent of(List<ByteBuffer> parts) {
        return target -> {
            for (ByteBuffer part : parts) {
                target.write(part.duplicate());
            }
        };
    }

    /// The remaining bytes of a buffer.
    static ObjectContent of(ByteBuffer part) {
        return of(List.of(part));
    }

    /// All bytes of an array, which must not change until they are stored.
    static ObjectContent of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }
}

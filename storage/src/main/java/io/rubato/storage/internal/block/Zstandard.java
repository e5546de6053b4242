package io.rubato.storage.internal.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.wire.ByteSink;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Zstandard at level 1 with contexts that are used again: making one costs more than compressing a chunk.
/// Safe for concurrent use.
final class Zstandard {
    private static final int LEVEL = 1;
    private static final ConcurrentLinkedQueue<ZstdCompressCtx> COMPRESSORS = new ConcurrentLinkedQueue<>();
    private static final ConcurrentLinkedQueue<ZstdDecompressCtx> DECOMPRESSORS = new ConcurrentLinkedQueue<>();

    private Zstandard() {}

    /// Loads the native library, which takes a moment and room for a temporary file.
    ///
    /// @throws IOException when it cannot be loaded
    static void load() throws IOException {
        try {
            Native.load();
        } catch (LinkageError | RuntimeException e) {
            throw new IOException(
                    "the Zstandard library cannot be loaded: " + e.getMessage() + " (expected: room for it in "
                            + System.getProperty("java.io.tmpdir") + ", from where programs may be run)",
                    e);
        }
    }

    /// Appends the compressed bytes and returns their number, or appends nothing and returns -1 when they
    /// would be more than `limit`.
    static int compress(byte[] source, int offset, int length, int limit, ByteSink target) {
        ZstdCompressCtx context = COMPRESSORS.poll();
        if (context == null) {
            context = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(false).setContentSize(false);
        }
        try {
            // Room for the worst case: the library says "too large" by an exception, which costs more than bytes.
            int room = (int) Zstd.compressBound(length);
            byte[] bytes = target.reserve(room);
            int size = context.compressByteArray(bytes, target.size(), room, source, offset, length);
            if (size > limit) {
                return -1;
            }
            target.advance(size);
            return size;
        } finally {
            COMPRESSORS.add(context);
        }
    }

    /// Decompresses to exactly `size` bytes.
    ///
    /// @throws DamagedException when the bytes are not what was written
    static void decompress(byte[] source, int offset, int length, byte[] target, int size) {
        ZstdDecompressCtx context = DECOMPRESSORS.poll();
        if (context == null) {
            context = new ZstdDecompressCtx();
        }
        try {
            int got = context.decompressByteArray(target, 0, size, source, offset, length);
            if (got != size) {
                throw new DamagedException("a compressed part of " + got + " bytes (expected: " + size + ")");
            }
        } catch (ZstdException broken) {
            throw new DamagedException("a compressed part that does not decompress: " + broken.getMessage());
        } finally {
            DECOMPRESSORS.add(context);
        }
    }
}

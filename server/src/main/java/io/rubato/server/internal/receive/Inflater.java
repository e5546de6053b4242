package io.rubato.server.internal.receive;

import com.github.luben.zstd.ZstdInputStream;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyException;
import io.rubato.storage.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Decompresses bodies up to a limit, reading no further than one byte past it.
final class Inflater {
    private Inflater() {}

    /// @throws BodyException when there is more than `limit` bytes
    /// @throws IOException when the bytes are not what `compression` says
    static byte[] inflate(Compression compression, Body body, int limit) throws IOException {
        InputStream raw = new ByteArrayInputStream(body.bytes(), 0, body.length());
        return switch (compression) {
            case NONE -> Arrays.copyOf(body.bytes(), body.length());
            case GZIP -> inflate(new GZIPInputStream(raw, 16_384), limit);
            case ZSTD -> inflate(new ZstdInputStream(raw), limit);
        };
    }

    private static byte[] inflate(InputStream in, int limit) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(limit);
            if (bytes.length == limit && in.read() >= 0) {
                throw BodyException.tooLargeDecompressed(limit);
            }
            return bytes;
        }
    }
}

package io.rubato.storage.internal.store;

import com.github.luben.zstd.ZstdInputStream;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Request bodies in plain form, never more than a limit of bytes, whatever the compressed form claims.
final class Decompression {
    private static final byte[] NONE = {};

    private Decompression() {}

    /// @throws IngestException when the body is not what it claims to be, or too large
    static byte[] plain(Compression compression, byte[] body, int offset, int length, int limit) {
        if (length == 0) {
            return NONE;
        }
        try (InputStream in = open(compression, new ByteArrayInputStream(body, offset, length))) {
            byte[] plain = in.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw new IngestException(
                        Reason.TOO_LARGE, "the body is over " + limit + " bytes once decompressed (the limit)");
            }
            return plain;
        } catch (IOException broken) {
            throw new IngestException(
                    Reason.MALFORMED, "the body is not " + compression + " data: " + broken.getMessage());
        }
    }

    private static InputStream open(Compression compression, InputStream in) throws IOException {
        return switch (compression) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, 65_536);
            case ZSTD -> new ZstdInputStream(in);
        };
    }
}

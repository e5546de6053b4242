package io.rubato.server.internal.coding;

import com.github.luben.zstd.ZstdInputStream;
import io.rubato.storage.Compression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.deflate.DeflateCompressorInputStream;
import org.apache.commons.compress.compressors.deflate.DeflateParameters;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.jspecify.annotations.Nullable;

/// One coding of a body, as `Content-Encoding` and `grpc-encoding` name it. Covers what an OpenTelemetry Collector can
/// be configured to send.
/// Source: <https://github.com/open-telemetry/opentelemetry-collector/tree/main/config/configcompression>
public enum ContentCoding {
    IDENTITY(Compression.NONE),
    GZIP(Compression.GZIP),
    ZSTD(Compression.ZSTD),

    /// With a zlib header, as RFC 9110 has it, or without one, as some clients send it.
    DEFLATE(null),

    /// In the framing format, as collectors send it over gRPC, or one raw block, as they send it over HTTP.
    SNAPPY(null),

    /// In LZ4's frame format.
    LZ4(null);

    /// As error messages list them.
    public static final String SUPPORTED = "gzip, zstd, deflate, snappy or lz4";

    private static final int GZIP_BUFFER = 16_384;

    /// Encoders split their input into blocks of this size and refer back within one.
    private static final int SNAPPY_BLOCK = 1 << 16;

    /// The first chunk of the framing format.
    private static final byte[] SNAPPY_STREAM = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};

    private final @Nullable Compression compression;

    ContentCoding(@Nullable Compression compression) {
        this.compression = compression;
    }

    /// The coding of a name, whatever its case; nothing if none has it.
    public static Optional<ContentCoding> of(String name) {
        return Optional.ofNullable(
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "identity" -> IDENTITY;
                    case "gzip", "x-gzip" -> GZIP;
                    case "zstd" -> ZSTD;
                    case "deflate", "zlib" -> DEFLATE;
                    case "snappy", "x-snappy-framed" -> SNAPPY;
                    case "lz4" -> LZ4;
                    default -> null;
                });
    }

    /// What the store calls it; nothing if the store cannot read it.
    public Optional<Compression> compression() {
        return Optional.ofNullable(compression);
    }

    /// Decodes a stream.
    ///
    /// @throws IOException when it does not start as this coding does; other faults show in reads, as an
    ///     [IOException] or a [RuntimeException]
    InputStream decode(InputStream in) throws IOException {
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in, GZIP_BUFFER);
            case ZSTD -> new ZstdInputStream(in);
            case DEFLATE -> deflate(in);
            case SNAPPY -> snappy(in);
            case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
        };
    }

    private static InputStream deflate(InputStream raw) throws IOException {
        InputStream in = new BufferedInputStream(raw);
        byte[] start = peek(in, 2);
        DeflateParameters parameters = new DeflateParameters();
        parameters.setWithZlibHeader(start.length == 2 && isZlib(start[0] & 0xff, start[1] & 0xff));
        return new DeflateCompressorInputStream(in, parameters);
    }

    /// RFC 1950: method 8, and a check that makes the two bytes a multiple of 31.
    private static boolean isZlib(int method, int flags) {
        return (method & 0xf) == 8 && (method << 8 | flags) % 31 == 0;
    }

    private static InputStream snappy(InputStream raw) throws IOException {
        InputStream in = new BufferedInputStream(raw);
        return Arrays.equals(peek(in, SNAPPY_STREAM.length), SNAPPY_STREAM)
                ? new FramedSnappyCompressorInputStream(in)
                : new SnappyCompressorInputStream(in, SNAPPY_BLOCK);
    }

    private static byte[] peek(InputStream in, int length) throws IOException {
        in.mark(length);
        byte[] start = in.readNBytes(length);
        in.reset();
        return start;
    }
}

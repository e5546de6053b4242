package io.rubato.storage;

/// How a request's body is compressed. The codes are part of the write-ahead log's format.
public enum Compression {
    NONE(0),
    GZIP(1),
    ZSTD(2);

    private final byte code;

    Compression(int code) {
        this.code = (byte) code;
    }

    /// The compression with a code.
    ///
    /// @throws IllegalArgumentException for a code that none has
    public static Compression of(int code) {
        for (Compression compression : values()) {
            if (compression.code == code) {
                return compression;
            }
        }
        throw new IllegalArgumentException("compression: " + code + " (expected: 0, 1 or 2)");
    }

    public byte code() {
        return code;
    }
}

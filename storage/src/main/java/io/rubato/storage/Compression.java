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

    public byte code() {
        return code;
    }
}

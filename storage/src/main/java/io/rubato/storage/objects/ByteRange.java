package io.rubato.storage.objects;

/// Bytes `offset` to `offset + length` (exclusive) of an object.
public record ByteRange(long offset, int length) {

    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "range of %d bytes at offset %d: neither may be negative".formatted(length, offset));
        }
    }

    /// The first offset past the range.
    public long end() {
        return offset + length;
    }
}

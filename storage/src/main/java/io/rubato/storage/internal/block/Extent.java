package io.rubato.storage.internal.block;

/// Where a column's chunks lie: one after another. Immutable, and small, for there is one for each column of each
/// block.
final class Extent {
    private final long offset;
    private final int count;

    /// The lengths of the chunks, each in as few bytes as the longest needs; none when all are zero.
    private final byte[] lengths;

    private Extent(long offset, int count, byte[] lengths) {
        this.offset = offset;
        this.count = count;
        this.lengths = lengths;
    }

    /// @param offset of the first chunk in the file
    /// @param lengths of all chunks, bytes
    static Extent of(long offset, int[] lengths) {
        int all = 0;
        for (int length : lengths) {
            all |= length;
        }
        int width = (Integer.SIZE - Integer.numberOfLeadingZeros(all) + 7) / 8;
        byte[] packed = new byte[width * lengths.length];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (byte) (lengths[i / width] >>> 8 * (i % width));
        }
        return new Extent(offset, lengths.length, packed);
    }

    /// Where the first chunk lies.
    long offset() {
        return offset;
    }

    /// How many chunks there are, empty ones included.
    int count() {
        return count;
    }

    /// The length of a chunk, bytes.
    int length(int chunk) {
        int width = lengths.length / Math.max(1, count);
        int length = 0;
        for (int i = width - 1; i >= 0; i--) {
            length = length << 8 | lengths[chunk * width + i] & 0xff;
        }
        return length;
    }

    Section chunk(int chunk) {
        long at = offset;
        for (int i = 0; i < chunk; i++) {
            at += length(i);
        }
        return new Section(at, length(chunk));
    }

    /// Memory held, bytes, roughly.
    long size64() {
        return 48L + lengths.length;
    }
}

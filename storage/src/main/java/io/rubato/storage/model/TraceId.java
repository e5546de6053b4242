package io.rubato.storage.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A 16-byte trace id as two big-endian longs. The all-zero id is invalid on the wire and never stored.
public record TraceId(long high, long low) implements Comparable<TraceId> {
    public static final int BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    /// @throws IllegalArgumentException when `offset` does not leave 16 bytes
    public static TraceId of(byte[] bytes, int offset) {
        if (offset < 0 || bytes.length - offset < BYTES) {
            throw new IllegalArgumentException(
                    "trace id: " + (bytes.length - offset) + " bytes (expected: " + BYTES + ")");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, BYTES);
        return new TraceId(buffer.getLong(), buffer.getLong());
    }

    /// Reads 1 to 32 hexadecimal digits, of either case; fewer than 32 are padded with zeros on the left,
    /// since clients pass ids on as they were shown, without leading zeros.
    ///
    /// @throws IllegalArgumentException for anything else
    public static TraceId parse(String hex) {
        if (hex.isEmpty() || hex.length() > 2 * BYTES) {
            throw new IllegalArgumentException(
                    "trace id: '" + hex + "' has " + hex.length() + " digits (expected: 1 to 32)");
        }
        int split = Math.max(0, hex.length() - 16);
        return new TraceId(split == 0 ? 0 : digits(hex, 0, split), digits(hex, split, hex.length()));
    }

    private static long digits(String hex, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(hex.charAt(i))) {
                throw new IllegalArgumentException(
                        "trace id: '" + hex + "' has '" + hex.charAt(i) + "' at " + i + " (expected: hex digits)");
            }
            value = value << 4 | HexFormat.fromHexDigit(hex.charAt(i));
        }
        return value;
    }

    /// All 32 hexadecimal digits, lower case.
    public String hex() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /// Writes the 16 bytes at `offset`.
    public void write(byte[] target, int offset) {
        ByteBuffer.wrap(target, offset, BYTES).putLong(high).putLong(low);
    }

    public boolean isZero() {
        return (high | low) == 0;
    }

    /// Unsigned byte order.
    @Override
    public int compareTo(TraceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return hex();
    }
}

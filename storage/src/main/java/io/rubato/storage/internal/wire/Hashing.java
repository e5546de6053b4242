package io.rubato.storage.internal.wire;

/// A fast 64-bit hash of bytes: multiply and fold, eight bytes at a time. Part of the block format (value
/// and trace id indexes), so it must never change; senders may craft collisions, which cost time but never
/// correctness.
public final class Hashing {
    private static final long K0 = 0x9E3779B97F4A7C15L;
    private static final long K1 = 0xD6E8FEB86659FD93L;

    private Hashing() {}

    public static long hash(byte[] bytes, int offset, int length) {
        long hash = length * K0;
        int at = offset;
        int left = length;
        for (; left >= 8; left -= 8, at += 8) {
            hash = mix(hash ^ Wire.littleEndian(bytes, at));
        }
        long tail = 0;
        for (int i = 0; i < left; i++) {
            tail = tail << 8 | bytes[at + i] & 0xff;
        }
        return finish(mix(hash ^ tail));
    }

    public static long hash(long first, long second) {
        return finish(mix(mix(first ^ K0) ^ second));
    }

    private static long mix(long value) {
        return Math.multiplyHigh(value, K1) + value * K0;
    }

    private static long finish(long value) {
        long hash = (value ^ value >>> 32) * K1;
        return hash ^ hash >>> 29;
    }
}

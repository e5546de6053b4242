package io.rubato.storage.internal.block;

import java.util.concurrent.ConcurrentLinkedQueue;

/// Memory for chunks while they are decoded, used again: it is warm, and need not be cleared. Safe for concurrent use.
final class ReadBuffers {
    private static final int USUAL = 1 << 16;

    /// Larger ones are not kept.
    private static final int MOST = 1 << 20;
    private static final ConcurrentLinkedQueue<byte[]> FREE = new ConcurrentLinkedQueue<>();

    private ReadBuffers() {}

    /// A buffer of at least `length` bytes, for the caller alone until it is given back.
    static byte[] take(int length) {
        byte[] free = length > MOST ? null : FREE.poll();
        return free != null && free.length >= length ? free : new byte[Math.max(length, USUAL)];
    }

    /// Takes back what [#take] gave; nobody may look at it any more.
    static void giveBack(byte[] buffer) {
        if (buffer.length <= MOST) {
            FREE.add(buffer);
        }
    }
}

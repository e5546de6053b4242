package io.rubato.storage.internal.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The memory that the heads of some stores may take together. Safe for concurrent use.
final class HeadMemory {
    /// However much the others hold, a store's heads may take this part of the whole, for small blocks are costly.
    private static final int LEAST_SHARE = 32;

    private static final int GENERATIONS = 7;
    private static final long SMALLEST_GENERATION = 16 << 20;
    private static final long LARGEST_GENERATION = 128 << 20;

    private final long most;
    private final List<Holder> holders = new CopyOnWriteArrayList<>();

    /// Who holds heads.
    interface Holder {
        /// Bytes of all its heads.
        long headMemory();

        /// Bytes of those that still take spans.
        long openMemory();
    }

    /// @param most bytes; beyond it requests are refused
    HeadMemory(long most) {
        this.most = most;
    }

    void add(Holder holder) {
        holders.add(holder);
    }

    void remove(Holder holder) {
        holders.remove(holder);
    }

    long most() {
        return most;
    }

    /// When heads that take spans hold more bytes, some are flushed, ready or not.
    long soft() {
        return most / 10 * 7;
    }

    /// A head closes to new traces at this many bytes, so that several fit.
    long generationBytes() {
        long share = Math.min(soft() / GENERATIONS, LARGEST_GENERATION);
        return Math.max(share, Math.min(SMALLEST_GENERATION, soft() / 2));
    }

    /// Bytes.
    long held() {
        long held = 0;
        for (Holder holder : holders) {
            held += holder.headMemory();
        }
        return held;
    }

    /// Whether a store should flush a head although its traces may go on: heads that take spans hold too much, and
    /// its own hold the most. What is being flushed does not count, for that memory is freed anyway.
    boolean isShort(Holder store) {
        long all = 0;
        long largest = 0;
        for (Holder holder : holders) {
            long bytes = holder.openMemory();
            all += bytes;
            largest = Math.max(largest, bytes);
        }
        return all > soft() && store.openMemory() >= largest;
    }

    /// The same for a store that reads its log and flushes in between: at half of what the others leave.
    boolean isShortWhileReplaying(Holder store) {
        long own = store.headMemory();
        long left = most - held() + own;
        return own > Math.max(left / 2, most / LEAST_SHARE);
    }
}

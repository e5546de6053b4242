package io.rubato.storage.internal.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The memory that the heads of some stores may take together. Safe for concurrent use.
final class HeadMemory {
    /// However much the others hold, a store's heads may take this part of the whole, for small blocks are costly.
    private static final int LEAST_SHARE = 32;

    private static final int GENERATIONS = 5;
    private static final long SMALLEST_GENERATION = 16 << 20;
    private static final long LARGEST_GENERATION = 128 << 20;

    private final long most;
    private final List<Holder> holders = new CopyOnWriteArrayList<>();

    /// Who holds heads.
    interface Holder {
        /// Bytes of all its heads.
        long headMemory();
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

    /// Beyond this many bytes heads are flushed, ready or not.
    long soft() {
        return most / 5 * 3;
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

    /// Whether a store should flush a head although its traces may go on: there is too little memory, and it holds
    /// the most.
    ///
    /// @param isFlushing whether memory is about to be freed anyway: then only when it gets really short
    boolean isShort(Holder store, boolean isFlushing) {
        long all = 0;
        long largest = 0;
        for (Holder holder : holders) {
            long bytes = holder.headMemory();
            all += bytes;
            largest = Math.max(largest, bytes);
        }
        long limit = isFlushing ? (soft() + most) / 2 : soft();
        return all > limit && store.headMemory() >= largest;
    }

    /// The same for a store that reads its log and flushes in between: at half of what the others leave.
    boolean isShortWhileReplaying(Holder store) {
        long own = store.headMemory();
        long left = most - held() + own;
        return own > Math.max(left / 2, most / LEAST_SHARE);
    }
}

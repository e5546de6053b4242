package io.rubato.storage.internal.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The memory that the heads of some stores may take together. Safe for concurrent use.
final class HeadMemory {
    /// However much the others hold, a head may take this part of the whole, for small blocks are costly.
    private static final int LEAST_SHARE = 32;

    private final long most;
    private final List<DiskStore> stores = new CopyOnWriteArrayList<>();

    HeadMemory(long most) {
        this.most = most;
    }

    void add(DiskStore store) {
        stores.add(store);
    }

    void remove(DiskStore store) {
        stores.remove(store);
    }

    long most() {
        return most;
    }

    /// Bytes.
    long held() {
        long held = 0;
        for (DiskStore store : stores) {
            held += store.headMemory();
        }
        return held;
    }

    /// Whether a store should cut its live head off: live heads take a third of the memory, and it has the largest.
    boolean wantsCut(DiskStore store) {
        long all = 0;
        long largest = 0;
        for (DiskStore other : stores) {
            long bytes = live(other);
            all += bytes;
            largest = Math.max(largest, bytes);
        }
        return all > most / 3 && live(store) >= largest;
    }

    /// The same for a store that reads its log and seals in between: at half of what the others leave.
    boolean wantsCutAtOnce(DiskStore store) {
        long own = live(store);
        long left = most - held() + store.headMemory();
        return own > Math.max(left / 2, most / LEAST_SHARE);
    }

    private static long live(DiskStore store) {
        return store.view().live().state().memory();
    }
}

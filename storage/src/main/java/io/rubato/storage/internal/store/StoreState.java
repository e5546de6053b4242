package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.join.Joins;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.FilterGroup;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.internal.wal.WriteAheadLog;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the parts of a store share: what it holds, where it keeps it, and what is counted. Knows none of the parts.
///
/// One lock orders what changes the view: appending to heads, freezing them, putting blocks in place. It is held for
/// the decoding of one request, never for a write of a block or an fsync. Readers take the view without it. The
/// blocks of the view are changed by the maintenance thread only.
final class StoreState {
    static final String TENANT = "single-tenant";

    private static final Logger LOG = LoggerFactory.getLogger(StoreState.class);
    private static final int MAX_LOGGED_DAMAGE = 1000;

    private final ObjectStore objects;
    private final WriteAheadLog wal;
    private final ManifestStore manifest;
    private final SectionCache cache;
    private final Joins joins;
    private final DiskGuard disk;
    private final Counters events = new Counters();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Set<String> loggedDamage = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile StoreOptions options;
    private volatile StoreView view;
    private volatile boolean closed;
    private volatile boolean abandoned;

    StoreState(
            StoreOptions options,
            ObjectStore objects,
            WriteAheadLog wal,
            ManifestStore manifest,
            SharedMemory memory,
            DiskGuard disk,
            StoreView view) {
        this.options = options;
        this.objects = objects;
        this.wal = wal;
        this.manifest = manifest;
        this.cache = memory.cache();
        this.joins = new Joins(memory.joined());
        this.disk = disk;
        this.view = view;
    }

    ObjectStore objects() {
        return objects;
    }

    WriteAheadLog wal() {
        return wal;
    }

    ManifestStore manifest() {
        return manifest;
    }

    Joins joins() {
        return joins;
    }

    DiskGuard disk() {
        return disk;
    }

    Counters events() {
        return events;
    }

    /// Has the status show a line for as long as the store is open.
    void warn(String line) {
        warnings.add(line);
    }

    List<String> warnings() {
        return warnings;
    }

    ReentrantLock lock() {
        return lock;
    }

    StoreOptions options() {
        return options;
    }

    void options(StoreOptions next) {
        options = next;
    }

    long now() {
        return options.clock().millis();
    }

    StoreView view() {
        return view;
    }

    /// Replaces the view, under the lock.
    void publish(UnaryOperator<StoreView> change) {
        lock.lock();
        try {
            view = change.apply(view);
        } finally {
            lock.unlock();
        }
    }

    BlockHandle open(BlockEntry entry) throws IOException {
        return BlockHandle.open(entry, objects, cache, this::damaged);
    }

    FilterGroup openFilter(String key) throws IOException {
        return FilterGroup.open(key, objects, cache, this::damaged);
    }

    private void damaged(String message) {
        if (loggedDamage.size() < MAX_LOGGED_DAMAGE && loggedDamage.add(message)) {
            LOG.error("damaged: {}", message);
        }
        events.add("damaged_reads", 1);
    }

    boolean isClosed() {
        return closed;
    }

    /// Under the lock. Returns false when it was closed before.
    boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /// Says that the directories are given up although background work still runs.
    void abandon() {
        abandoned = true;
    }

    /// Asked before a commit: a store that could not wait for it has let go of its directories.
    void requireOpen() throws IOException {
        if (abandoned) {
            throw new IOException("the store was closed meanwhile");
        }
    }
}

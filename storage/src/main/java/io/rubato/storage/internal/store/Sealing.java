package io.rubato.storage.internal.store;

import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns heads that were cut off into blocks, oldest first: recent traces are carried over, the rest is
/// written, the manifest takes the block, the log lets go of what it holds.
final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private final DiskStore store;
    private final CarryOver carryOver;
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();

    /// A head, and the log's position after its last record.
    private record Job(HeadState head, long position) {}

    Sealing(DiskStore store) {
        this.store = store;
        this.carryOver = new CarryOver(store);
    }

    void add(HeadState head, long position) {
        jobs.add(new Job(head, position));
    }

    /// Seals what waits, until there is nothing or the disk refuses.
    void sealAll(boolean carry) {
        for (Job job = jobs.peek(); job != null && !store.isClosed(); job = jobs.peek()) {
            try {
                seal(job, carry);
            } catch (IOException e) {
                store.disk().failed(e);
                store.events().add("seal_failed", 1);
                LOG.error(
                        "a block cannot be written and is tried again; its spans stay in the log: {}", e.getMessage());
                return;
            }
        }
    }

    private void seal(Job job, boolean carry) throws IOException {
        long started = System.nanoTime();
        Bits carried = carry ? carryOver.carry(job.head) : null;
        StoreView view = store.view();
        BlockFile file = HeadSeal.seal(
                job.head.head(),
                trace -> carried == null || !carried.get(trace),
                store.fragments().lateIn(view, job.head));
        List<BlockEntry> added = file.spans() == 0 ? List.of() : List.of(put(store, file, 0, List.of()));
        commit(job, added);
        if (!added.isEmpty()) {
            LOG.info(
                    "block {}: sealed {} spans of {} traces, {} bytes, in {} ms, {} traces carried over",
                    added.get(0).id(),
                    file.spans(),
                    file.traces(),
                    file.bytes(),
                    (System.nanoTime() - started) / 1_000_000,
                    carried == null ? 0 : carried.count());
        }
    }

    /// Stores a block's file; no manifest names it yet.
    static BlockEntry put(DiskStore store, BlockFile file, int level, List<UUID> mergedFrom) throws IOException {
        BlockEntry entry = new BlockEntry(
                UUID.randomUUID(),
                DiskStore.TENANT,
                level,
                file.spans(),
                file.traces(),
                file.bytes(),
                file.minStart(),
                file.maxEnd(),
                file.maxTraceStart(),
                store.options().clock().millis(),
                1,
                mergedFrom);
        store.objects().put(entry.dataKey(), ObjectContent.of(file.parts()));
        return entry;
    }

    private void commit(Job job, List<BlockEntry> added) throws IOException {
        List<BlockHandle> handles = new ArrayList<>();
        for (BlockEntry entry : added) {
            handles.add(store.openBlock(entry));
        }
        try {
            store.fragments().prepare(store.view().sealed(job.head, handles));
            store.requireOpen();
            store.manifest().commit(manifest -> manifest.add(added, job.position));
        } catch (IOException | RuntimeException e) {
            handles.forEach(BlockHandle::release);
            throw e;
        }
        store.lock().lock();
        try {
            store.view(store.view().sealed(job.head, handles));
        } finally {
            store.lock().unlock();
        }
        jobs.remove();
        if (store.isReplayed()) {
            releaseLog();
        }
    }

    /// Lets the log forget what blocks hold; the log must have been replayed. A failure must not undo what was
    /// committed: a later call releases the same.
    void releaseLog() {
        try {
            store.wal().release(store.manifest().fallback().walPosition());
        } catch (IOException e) {
            store.events().add("log_release_failed", 1);
            LOG.error("the log keeps what is in blocks already: {}", e.getMessage());
        }
    }
}

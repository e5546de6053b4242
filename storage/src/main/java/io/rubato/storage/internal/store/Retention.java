package io.rubato.storage.internal.store;

import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.manifest.Orphan;
import io.rubato.storage.internal.manifest.RetireReason;
import io.rubato.storage.internal.manifest.RetiredBlock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes blocks out of the store that are too old or too many, and deletes the files of those that are out.
/// Used by the upkeep thread only.
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /// Longer than any block takes from the start of its writing to its commit.
    private static final Duration ORPHAN_GRACE = Duration.ofHours(1);

    private final DiskStore store;
    private long nextOrphansMillis;

    Retention(DiskStore store) {
        this.store = store;
    }

    void run() {
        try {
            retire(tooOld(), RetireReason.AGE);
            retire(tooMany(), RetireReason.SIZE);
            delete();
            deleteOrphans();
        } catch (IOException e) {
            store.events().add("retention_failed", 1);
            LOG.error("retention failed and is tried again: {}", e.getMessage());
        }
    }

    private List<BlockHandle> tooOld() {
        Duration maxAge = store.options().retention().maxAge();
        if (maxAge.isZero()) {
            return List.of();
        }
        long oldestNanos = (store.options().clock().millis() - maxAge.toMillis()) * 1_000_000;
        return store.view().blocks().stream()
                .filter(block -> block.entry().maxEndNanos() < oldestNanos)
                .toList();
    }

    private List<BlockHandle> tooMany() {
        long bytes = store.view().blocks().stream()
                .mapToLong(block -> block.entry().bytes())
                .sum();
        long most = store.options().retention().maxBytes();
        List<BlockHandle> gone = new ArrayList<>();
        if (most > 0) {
            List<BlockHandle> oldestFirst = store.view().blocks().stream()
                    .sorted(Comparator.comparingLong(block -> block.entry().maxEndNanos()))
                    .toList();
            for (BlockHandle block : oldestFirst) {
                if (bytes <= most) {
                    break;
                }
                gone.add(block);
                bytes -= block.entry().bytes();
            }
        }
        return gone;
    }

    private void retire(List<BlockHandle> blocks, RetireReason reason) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        List<UUID> ids = blocks.stream().map(block -> block.entry().id()).toList();
        store.fragments().prepare(store.view().replaced(blocks, List.of()));
        store.manifest()
                .commit(manifest ->
                        manifest.retire(ids, reason, store.options().clock().millis()));
        store.lock().lock();
        try {
            store.view(store.view().replaced(blocks, List.of()));
        } finally {
            store.lock().unlock();
        }
        blocks.forEach(BlockHandle::release);
        long spans = blocks.stream().mapToLong(block -> block.entry().spans()).sum();
        store.events().add(reason == RetireReason.AGE ? "spans_expired" : "spans_over_size", spans);
        LOG.info("retention by {}: {} blocks with {} spans are gone", reason, blocks.size(), spans);
    }

    /// What a crash left between the writing of a block and its commit. Looked for at the start and then once
    /// in a grace time.
    private void deleteOrphans() throws IOException {
        long now = store.options().clock().millis();
        if (now < nextOrphansMillis && now > nextOrphansMillis - 2 * ORPHAN_GRACE.toMillis()) {
            return;
        }
        nextOrphansMillis = now + ORPHAN_GRACE.toMillis();
        ManifestStore manifest = store.manifest();
        for (Orphan orphan : Orphan.find(
                store.objects(), () -> List.of(manifest.current(), manifest.fallback()), ORPHAN_GRACE, now)) {
            if (orphan.verdict() == Orphan.Verdict.DELETABLE) {
                store.objects().delete(orphan.object().key());
                store.events().add("orphans_deleted", 1);
                LOG.info(
                        "deleted {}, which a stopped process left behind",
                        orphan.object().key());
            }
        }
    }

    /// Inputs of a merge stay a while, what retention took goes at once: it made room.
    private void delete() throws IOException {
        long now = store.options().clock().millis();
        if (store.manifest().current().retired().isEmpty()) {
            return;
        }
        store.manifest().settle();
        Set<UUID> gone = new HashSet<>();
        for (RetiredBlock block : store.manifest().deletable(now + 1)) {
            boolean isDue = block.reason() != RetireReason.MERGED
                    || block.retiredMillis()
                                    + store.options().retention().mergedFor().toMillis()
                            <= now;
            if (isDue) {
                store.objects().delete(block.entry().dataKey());
                gone.add(block.entry().id());
            }
        }
        if (!gone.isEmpty()) {
            store.manifest().commit(manifest -> manifest.forget(gone));
        }
    }
}

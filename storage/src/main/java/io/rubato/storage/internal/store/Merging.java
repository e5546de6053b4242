package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.wire.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes few larger blocks of many small ones, and whole traces of their fragments on the way. Used by the
/// upkeep thread only, which alone removes blocks.
final class Merging {
    private static final Logger LOG = LoggerFactory.getLogger(Merging.class);

    private final DiskStore store;
    private final MergePlan plan;
    private final Set<UUID> unreadable = new HashSet<>();

    Merging(DiskStore store) {
        this.store = store;
        this.plan = new MergePlan(store.options());
    }

    /// Merges one group of blocks after the other, as long as the plan names one.
    void run() {
        List<BlockHandle> group;
        do {
            List<BlockHandle> candidates = store.view().blocks().stream()
                    .filter(block -> !unreadable.contains(block.entry().id()))
                    .toList();
            group = plan.choose(candidates, store.options().clock().millis());
        } while (!group.isEmpty() && !store.isClosed() && store.disk().reason() == null && merge(group));
    }

    /// Whether it makes sense to go on.
    private boolean merge(List<BlockHandle> inputs) {
        long started = System.nanoTime();
        try {
            Head head = read(inputs);
            HeadSource source = new HeadSource("merge", head, head.published(), null);
            BlockFile file = HeadSeal.seal(
                    head, trace -> true, store.fragments().elsewhere(store.view(), inputs, source::traceId));
            replace(inputs, file);
            LOG.info(
                    "merged {} blocks into one of {} spans, {} bytes, in {} ms",
                    inputs.size(),
                    file.spans(),
                    file.bytes(),
                    (System.nanoTime() - started) / 1_000_000);
            return true;
        } catch (DamagedException damaged) {
            inputs.forEach(block -> unreadable.add(block.entry().id()));
            store.events().add("merge_failed", 1);
            LOG.error("blocks are left unmerged: {}", damaged.getMessage());
            return true;
        } catch (IOException | UncheckedIOException e) {
            store.events().add("merge_failed", 1);
            LOG.error("merging blocks failed and is tried again: {}", e.getMessage());
            return false;
        }
    }

    private Head read(List<BlockHandle> inputs) {
        Head head = new Head(IngestLimits.NONE);
        ByteSink spans = new ByteSink(1 << 20);
        for (BlockHandle input : inputs) {
            for (int batch = 0; batch < input.source().batches(); batch++) {
                StoredBatch rows = input.source().open(batch);
                spans.reset();
                OtlpWriter.write(rows, 0, rows.rows(), spans);
                int kept = head.append(spans.bytes(), 0, spans.size(), new Rejections());
                if (kept != rows.rows()) {
                    throw new DamagedException("block %s: %d spans of batch %d can be read (expected: %d)"
                            .formatted(input.entry().id(), kept, batch, rows.rows()));
                }
            }
        }
        return head;
    }

    private void replace(List<BlockHandle> inputs, BlockFile file) throws IOException {
        List<UUID> ids = inputs.stream().map(block -> block.entry().id()).toList();
        int level =
                inputs.stream().mapToInt(block -> block.entry().level()).max().orElse(0);
        BlockEntry merged = Sealing.put(store, file, level + 1, ids);
        BlockHandle handle = store.openBlock(merged);
        try {
            store.fragments().prepare(store.view().replaced(inputs, List.of(handle)));
            store.requireOpen();
            store.manifest()
                    .commit(manifest -> manifest.merge(
                            ids, List.of(merged), store.options().clock().millis()));
        } catch (IOException | RuntimeException e) {
            handle.release();
            throw e;
        }
        store.lock().lock();
        try {
            store.view(store.view().replaced(inputs, List.of(handle)));
        } finally {
            store.lock().unlock();
        }
        inputs.forEach(BlockHandle::release);
    }
}

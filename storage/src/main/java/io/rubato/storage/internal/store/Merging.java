package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.PendingTrace;
import io.rubato.storage.internal.view.PendingTraces;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes few larger blocks of many small ones, leaves out what is dead, and puts pieces of a trace together on the
/// way. Used by the maintenance thread only, which alone removes blocks.
final class Merging {
    private static final Logger LOG = LoggerFactory.getLogger(Merging.class);

    private final StoreState state;
    private final MergePlan plan;
    private final NewBlocks newBlocks;
    private final Set<UUID> unreadable = new HashSet<>();

    Merging(StoreState state, NewBlocks newBlocks) {
        this.state = state;
        this.plan = new MergePlan(state.options());
        this.newBlocks = newBlocks;
    }

    /// Merges one group of blocks, if the plan names one. Returns whether it makes sense to go on.
    boolean run() {
        if (state.isClosed() || state.disk().reason() != null) {
            return false;
        }
        // A replay of the log relies on blocks that hold what is still in the log.
        long position = state.manifest().current().walPosition();
        List<BlockView> candidates = state.view().blocks().blocks().stream()
                .filter(block -> block.entry().walTo() <= position)
                .filter(block -> !unreadable.contains(block.entry().id()))
                .toList();
        List<BlockView> group = plan.choose(candidates, state.now());
        return !group.isEmpty() && merge(group);
    }

    private boolean merge(List<BlockView> inputs) {
        long started = System.nanoTime();
        try {
            Head head = read(inputs);
            Set<TraceId> elsewhere = elsewhere(inputs);
            BlockFile file = HeadSeal.seal(head, trace -> elsewhere.contains(head.traceId(trace)));
            replace(inputs, file);
            state.events().add("spans_merged", file.spans());
            LOG.info(
                    "merged {} blocks into one of {} spans, {} bytes, in {} ms",
                    inputs.size(),
                    file.spans(),
                    file.bytes(),
                    (System.nanoTime() - started) / 1_000_000);
            return true;
        } catch (DamagedException damaged) {
            if (damaged.isPassing()) {
                return failed(damaged);
            }
            inputs.forEach(block -> unreadable.add(block.entry().id()));
            state.events().add("merge_failed", 1);
            LOG.error("blocks are left unmerged: {}", damaged.getMessage());
            return true;
        } catch (IOException | UncheckedIOException e) {
            return failed(e);
        }
    }

    private boolean failed(Exception cause) {
        state.events().add("merge_failed", 1);
        LOG.error("merging blocks failed and is tried again: {}", cause.getMessage());
        return false;
    }

    private static Head read(List<BlockView> inputs) {
        Head head = new Head(IngestLimits.NONE);
        ByteSink spans = new ByteSink(1 << 20);
        for (BlockView input : inputs) {
            for (int batch = 0; batch < input.handle().source().batches(); batch++) {
                StoredBatch rows = input.handle().source().open(batch);
                spans.reset();
                int live = writeLive(input, rows, spans);
                int kept = head.append(spans.bytes(), 0, spans.size(), new Rejections());
                if (kept != live) {
                    throw new DamagedException("block %s: %d spans of batch %d can be read (expected: %d)"
                            .formatted(input.entry().id(), kept, batch, live));
                }
            }
        }
        return head;
    }

    /// Writes the runs of traces that are not dead. Returns how many spans they have.
    private static int writeLive(BlockView input, StoredBatch rows, ByteSink spans) {
        int[] starts = rows.traceStarts();
        int live = 0;
        int from = 0;
        while (from < rows.traces()) {
            int to = from;
            while (to < rows.traces() && input.isLive(rows.firstTrace() + to)) {
                to++;
            }
            if (to > from) {
                OtlpWriter.write(rows, starts[from], starts[to], spans);
                live += starts[to] - starts[from];
            }
            from = to + 1;
        }
        return live;
    }

    /// The pending traces of some blocks that are in other blocks, too.
    private Set<TraceId> elsewhere(List<BlockView> inputs) {
        List<BlockHandle> handles = handles(inputs);
        Set<TraceId> elsewhere = new HashSet<>();
        for (PendingTrace trace : state.view().blocks().pending().in(handles)) {
            if (trace.places().stream().anyMatch(place -> !handles.contains(place.block()))) {
                elsewhere.add(trace.id());
            }
        }
        return elsewhere;
    }

    private static List<BlockHandle> handles(List<BlockView> blocks) {
        return blocks.stream().map(BlockView::handle).toList();
    }

    private void replace(List<BlockView> inputs, BlockFile file) throws IOException {
        List<BlockEntry> entries = inputs.stream().map(BlockView::entry).toList();
        List<UUID> ids = entries.stream().map(BlockEntry::id).toList();
        BlockEntry merged = newBlocks.merged(file, entries);
        BlockHandle handle = state.open(merged);
        try {
            BlockSet blocks = state.view().blocks();
            BlockSet next = blocks.replaced(
                    handles(inputs), List.of(new BlockView(handle, merged, null)), pending(blocks, inputs, handle));
            state.requireOpen();
            state.manifest().commit(manifest -> manifest.merge(ids, List.of(merged), state.now()));
            state.publish(view -> view.withBlocks(next));
        } catch (IOException | RuntimeException e) {
            handle.release();
            throw e;
        }
        inputs.forEach(block -> block.handle().release());
    }

    /// The merged block takes the place of its inputs in each trace that is in others, too.
    private static PendingTraces pending(BlockSet blocks, List<BlockView> inputs, BlockHandle merged) {
        return blocks.pending()
                .without(
                        handles(inputs),
                        id -> new InBlock(merged, merged.source().findTrace(id)));
    }
}

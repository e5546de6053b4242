package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.NewerFormatException;
import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.Vectors;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.FilterGroup;
import io.rubato.storage.internal.view.PendingTrace;
import io.rubato.storage.internal.view.PendingTraces;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.internal.view.UnreadableBlock;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens what the manifest names at the start, and finds out which traces lie in several blocks.
final class StoredBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(StoredBlocks.class);

    private final StoreState state;

    StoredBlocks(StoreState state) {
        this.state = state;
    }

    /// @throws IOException when a later version of this program wrote one; those opened by then are closed again
    BlockSet open() throws IOException {
        List<BlockView> blocks = new ArrayList<>();
        try {
            return open(blocks);
        } catch (NewerFormatException newer) {
            blocks.forEach(block -> block.handle().release());
            throw new IOException(newer.getMessage(), newer);
        }
    }

    private BlockSet open(List<BlockView> blocks) {
        List<UnreadableBlock> unreadable = new ArrayList<>();
        for (BlockEntry entry : state.manifest().current().live()) {
            try {
                BlockFile.requireKnown(entry.id(), entry.formatVersion());
                BlockHandle handle = state.open(entry);
                blocks.add(new BlockView(handle, entry, dead(entry)));
            } catch (NewerFormatException newer) {
                throw newer;
            } catch (IOException | RuntimeException broken) {
                String reason = "block %s, %d spans, cannot be read: %s"
                        .formatted(entry.id(), entry.spans(), broken.getMessage());
                LOG.error("{}; answers that may lack its spans are marked as partial", reason);
                unreadable.add(new UnreadableBlock(entry, reason));
                state.events().add("blocks_damaged", 1);
                state.events().add("spans_in_damaged_blocks", entry.spans());
            }
        }
        List<FilterGroup> filters = new GroupFilters(state).open(blocks);
        BlockSet found = new BlockSet(blocks, PendingTraces.NONE, filters, unreadable);
        return found.replaced(List.of(), List.of(), PendingTraces.NONE.with(pending(found), List.of()));
    }

    /// Without its vector a block's dead traces are in two places that both count: they are joined, and copies of
    /// spans dropped, until the block is rewritten.
    private @org.jspecify.annotations.Nullable Bits dead(BlockEntry entry) {
        try {
            return Vectors.read(state.objects(), entry);
        } catch (IOException e) {
            LOG.error("{}; the block is rewritten without it", e.getMessage());
            state.events().add("vectors_damaged", 1);
            return null;
        }
    }

    private static List<PendingTrace> pending(BlockSet blocks) {
        Set<TraceId> seen = new HashSet<>();
        List<PendingTrace> pending = new ArrayList<>();
        for (BlockView block : blocks.blocks()) {
            for (int trace : candidates(block)) {
                TraceId id = id(block.handle().source(), trace);
                if (id != null && block.isLive(trace) && seen.add(id)) {
                    List<InBlock> places = blocks.places(id);
                    if (places.size() > 1) {
                        pending.add(new PendingTrace(id, places));
                    }
                }
            }
        }
        return pending;
    }

    private static int[] candidates(BlockView block) {
        BlockSource source = block.handle().source();
        if (!block.isDeadUnknown()) {
            return source.lateTraces();
        }
        int[] all = new int[(int) source.traceCount()];
        java.util.Arrays.setAll(all, trace -> trace);
        return all;
    }

    private static @org.jspecify.annotations.Nullable TraceId id(BlockSource source, int trace) {
        try {
            return source.traceId(trace);
        } catch (DamagedException damaged) {
            return null; // counted where it was met; nobody finds the trace
        }
    }
}

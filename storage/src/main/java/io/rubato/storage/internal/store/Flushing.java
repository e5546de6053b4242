package io.rubato.storage.internal.store;

import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.store.Generations.Frozen;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.PendingTrace;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns frozen heads into blocks, the oldest first: the block is written, the manifest takes it, the log lets
/// go of what blocks hold. Used by the maintenance thread, and by a replay before that starts.
final class Flushing {
    private static final Logger LOG = LoggerFactory.getLogger(Flushing.class);

    private final StoreState state;
    private final Generations generations;
    private final NewBlocks newBlocks;

    Flushing(StoreState state, Generations generations, NewBlocks newBlocks) {
        this.state = state;
        this.generations = generations;
        this.newBlocks = newBlocks;
    }

    /// Flushes the head that has waited longest.
    ///
    /// @return whether others wait, and could be flushed at once
    boolean run() {
        Frozen next = locked(generations::nextFrozen);
        if (next == null || state.isClosed()) {
            return false;
        }
        try {
            flush(next);
        } catch (IOException e) {
            state.disk().failed(e);
            state.events().add("flush_failed", 1);
            LOG.error("a block cannot be written and is tried again; its spans stay in the log: {}", e.getMessage());
            return false;
        }
        return locked(generations::frozenCount) > 0;
    }

    private <T extends @Nullable Object> T locked(java.util.function.Supplier<T> read) {
        state.lock().lock();
        try {
            return read.get();
        } finally {
            state.lock().unlock();
        }
    }

    private void flush(Frozen frozen) throws IOException {
        long started = System.nanoTime();
        awaitLog(frozen.walTo());
        HeadView head = state.view().heads().getFirst();
        BlockFile file = HeadSeal.seal(frozen.generation().head(), state.joins().lateIn(state.view(), head));
        BlockEntry entry = file.spans() == 0
                ? null
                : newBlocks.flushed(file, frozen.walTo(), frozen.generation().lastMillis());
        commit(frozen, entry);
        if (entry != null) {
            state.events().add("spans_flushed", file.spans());
            LOG.info(
                    "block {}: flushed {} spans of {} traces, {} bytes, in {} ms",
                    entry.id(),
                    file.spans(),
                    file.traces(),
                    file.bytes(),
                    (System.nanoTime() - started) / 1_000_000);
        }
    }

    /// A block must not outlive what the log has of it: records to come would get the positions of those that
    /// were lost, and a replay would leave out their spans because of the block's `walTo`.
    private void awaitLog(long position) throws IOException {
        try {
            state.wal().durable(position).join();
        } catch (CompletionException e) {
            throw new IOException("the log is not on the disk: " + e.getCause(), e);
        }
    }

    private void commit(Frozen frozen, @Nullable BlockEntry entry) throws IOException {
        BlockHandle handle = entry == null ? null : state.open(entry);
        try {
            BlockSet next = handle == null || entry == null
                    ? state.view().blocks()
                    : with(state.view().blocks(), new BlockView(handle, entry, null));
            long position = locked(() -> generations.positionWithout(frozen.generation()));
            state.requireOpen();
            state.manifest()
                    .commit(manifest -> manifest.add(
                            entry == null ? List.of() : List.of(entry), Math.max(position, manifest.walPosition())));
            state.lock().lock();
            try {
                generations.flushed(frozen);
                state.publish(view -> view.flushed(frozen.generation(), next));
            } finally {
                state.lock().unlock();
            }
        } catch (IOException | RuntimeException e) {
            if (handle != null) {
                handle.release();
            }
            throw e;
        }
    }

    /// The blocks with one more, whose late traces wait to be moved from now on.
    private static BlockSet with(BlockSet blocks, BlockView added) {
        BlockSource source = added.handle().source();
        List<PendingTrace> late = new ArrayList<>();
        for (int trace : source.lateTraces()) {
            TraceId id = source.traceId(trace);
            List<InBlock> places = new ArrayList<>(blocks.places(id));
            if (!places.isEmpty()) {
                places.add(new InBlock(added.handle(), trace));
                late.add(new PendingTrace(id, places));
            }
        }
        return blocks.replaced(List.of(), List.of(added), blocks.pending().with(late, List.of()));
    }

    /// Lets the log forget what blocks hold; the log must have been replayed. A failure must not undo what was
    /// committed: a later call releases the same.
    void releaseLog() {
        try {
            state.wal().release(state.manifest().fallback().walPosition());
        } catch (IOException e) {
            state.events().add("log_release_failed", 1);
            LOG.error("the log keeps what is in blocks already: {}", e.getMessage());
        }
    }
}

package io.rubato.storage.internal.store;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.join.PieceReader;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.VectorRef;
import io.rubato.storage.internal.manifest.Vectors;
import io.rubato.storage.internal.manifest.Vectors.Dead;
import io.rubato.storage.internal.store.MovePlan.Move;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.PendingTrace;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each trace that lies in several blocks one place: its spans are written to a new block, and deletion vectors
/// hide them where they were, in one commit. Used by the maintenance thread only.
final class Moving {
    private static final Logger LOG = LoggerFactory.getLogger(Moving.class);

    private final StoreState state;
    private final MovePlan plan;
    private final NewBlocks newBlocks;
    private final Set<TraceId> unreadable = new HashSet<>();

    Moving(StoreState state, NewBlocks newBlocks) {
        this.state = state;
        this.plan = new MovePlan(state);
        this.newBlocks = newBlocks;
    }

    /// Makes one step, if there is enough to move or something has waited for long.
    void run() {
        if (state.isClosed() || state.disk().reason() != null) {
            return;
        }
        List<Move> moves = plan.choose(unreadable);
        if (moves.isEmpty()) {
            return;
        }
        try {
            move(moves);
        } catch (IOException | UncheckedIOException e) {
            state.events().add("move_failed", 1);
            LOG.error("moving traces to one place failed and is tried again: {}", e.getMessage());
        }
    }

    private void move(List<Move> moves) throws IOException {
        long started = System.nanoTime();
        List<Move> readable = new ArrayList<>();
        Head head = read(moves, readable);
        if (readable.isEmpty()) {
            return;
        }
        Set<TraceId> partial = new HashSet<>();
        readable.stream()
                .filter(Move::isPartial)
                .forEach(move -> partial.add(move.trace().id()));
        BlockFile file = HeadSeal.seal(head, trace -> partial.contains(head.traceId(trace)));
        commit(readable, file);
        state.events().add("spans_moved", file.spans());
        state.events().add("traces_moved", file.traces());
        LOG.info(
                "moved {} spans of {} traces to one place, in {} ms",
                file.spans(),
                file.traces(),
                (System.nanoTime() - started) / 1_000_000);
    }

    /// The spans of all traces that can be read as a whole.
    private Head read(List<Move> moves, List<Move> readable) {
        List<InBlock> places = new ArrayList<>();
        moves.forEach(move -> places.addAll(move.places()));
        PieceReader.Pieces pieces = PieceReader.read(places);
        Head head = new Head(IngestLimits.NONE);
        for (Move move : moves) {
            if (!pieces.spans().keySet().containsAll(move.places())) {
                unreadable.add(move.trace().id());
                state.events().add("traces_not_movable", 1);
                continue;
            }
            for (InBlock place : move.places()) {
                byte[] spans = java.util.Objects.requireNonNull(pieces.spans().get(place));
                head.append(spans, 0, spans.length, new Rejections());
            }
            readable.add(move);
        }
        return head;
    }

    private void commit(List<Move> moves, BlockFile file) throws IOException {
        BlockSet blocks = state.view().blocks();
        Map<BlockHandle, BlockView> views = new HashMap<>();
        blocks.blocks().forEach(block -> views.put(block.handle(), block));
        Map<BlockView, Dead> dead = dead(moves, views);
        Map<BlockEntry, Dead> byEntry = new LinkedHashMap<>();
        dead.forEach((block, traces) -> byEntry.put(block.entry(), traces));

        BlockEntry entry = newBlocks.moved(file, List.copyOf(byEntry.keySet()));
        Map<BlockEntry, VectorRef> vectors = Vectors.put(state.objects(), StoreState.TENANT, byEntry);
        Map<UUID, VectorRef> byId = new HashMap<>();
        vectors.forEach((block, vector) -> byId.put(block.id(), vector));
        BlockHandle handle = state.open(entry);
        try {
            BlockView added = new BlockView(handle, entry, null);
            BlockSet next = next(blocks, moves, added, dead, vectors);
            state.requireOpen();
            state.manifest().commit(manifest -> manifest.move(List.of(entry), byId));
            state.publish(view -> view.withBlocks(next));
        } catch (IOException | RuntimeException e) {
            handle.release();
            throw e;
        }
    }

    /// The traces of each block that will be dead, those that are so already among them.
    private static Map<BlockView, Dead> dead(List<Move> moves, Map<BlockHandle, BlockView> views) {
        Map<BlockView, Bits> traces = new LinkedHashMap<>();
        Map<BlockView, Long> spans = new HashMap<>();
        for (Move move : moves) {
            for (InBlock place : move.places()) {
                BlockView block = java.util.Objects.requireNonNull(views.get(place.block()));
                Bits known = traces.computeIfAbsent(
                        block,
                        view -> view.dead() == null
                                ? new Bits((int) view.entry().traces())
                                : view.dead().copy());
                known.set(place.trace());
                spans.merge(block, (long) place.spanCount(), Long::sum);
            }
        }
        Map<BlockView, Dead> dead = new LinkedHashMap<>();
        traces.forEach((block, bits) -> {
            VectorRef before = block.dead() == null ? null : block.entry().vector();
            long all = spans.getOrDefault(block, 0L) + (before == null ? 0 : before.spans());
            dead.put(block, new Dead(bits, all));
        });
        return dead;
    }

    private static BlockSet next(
            BlockSet blocks,
            List<Move> moves,
            BlockView added,
            Map<BlockView, Dead> dead,
            Map<BlockEntry, VectorRef> vectors) {
        List<PendingTrace> left = new ArrayList<>();
        List<TraceId> gone = new ArrayList<>();
        for (Move move : moves) {
            if (move.isPartial()) {
                List<InBlock> places = new ArrayList<>(move.trace().places());
                places.removeAll(move.places());
                places.add(new InBlock(
                        added.handle(),
                        added.handle().source().findTrace(move.trace().id())));
                left.add(new PendingTrace(move.trace().id(), places));
            } else {
                gone.add(move.trace().id());
            }
        }
        return blocks.changed(block -> {
                    Dead traces = dead.get(block);
                    VectorRef vector = vectors.get(block.entry());
                    return traces == null || vector == null
                            ? block
                            : new BlockView(block.handle(), block.entry().withVector(vector), traces.dead());
                })
                .replaced(List.of(), List.of(added), blocks.pending().with(left, gone));
    }
}

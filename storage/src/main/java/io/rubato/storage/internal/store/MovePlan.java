package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.PendingGroup;
import io.rubato.storage.internal.view.PendingTrace;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which traces to move next. A trace that is complete is moved whole. One that still grows is moved in parts:
/// several parts of about one size become one, so that a span is rewritten a few times in all, however long the
/// trace lives.
final class MovePlan {
    /// One step moves about so many spans at most, for they are in memory meanwhile.
    private static final long MAX_SPANS = 250_000;

    /// Parts of a growing trace that are put together at once. A part is in a higher tier when it has this many times
    /// as
    /// many spans.
    private static final int PARTS = 8;

    /// A part of so many spans is not put together with others while the trace grows.
    private static final long LARGEST_PART = 5_000;

    private final StoreState state;

    /// A trace and which of its places to give up.
    ///
    /// @param places at least two of the trace's
    record Move(PendingTrace trace, List<InBlock> places) {
        /// Whether the trace stays in several blocks.
        boolean isPartial() {
            return places.size() < trace.places().size();
        }
    }

    MovePlan(StoreState state) {
        this.state = state;
    }

    /// The next step, or nothing.
    ///
    /// @param excluded traces that cannot be moved
    List<Move> choose(Set<TraceId> excluded) {
        StoreView view = state.view();
        if (view.blocks().pending().groups().isEmpty()) {
            return List.of();
        }
        Map<BlockHandle, BlockEntry> entries = new HashMap<>();
        Set<BlockHandle> unclear = new HashSet<>();
        for (BlockView block : view.blocks().blocks()) {
            entries.put(block.handle(), block.entry());
            if (block.isDeadUnknown()) {
                unclear.add(block.handle());
            }
        }
        List<Move> moves = new ArrayList<>();
        long spans = 0;
        long oldestMillis = Long.MAX_VALUE;
        for (PendingGroup group : view.blocks().pending().groups()) {
            for (int i = 0; i < group.size() && spans < MAX_SPANS; i++) {
                TraceId id = group.id(i);
                if (excluded.contains(id) || isInHead(view, id)) {
                    continue;
                }
                PendingTrace trace = group.trace(i);
                if (trace.places().stream().anyMatch(place -> unclear.contains(place.block()))) {
                    continue;
                }
                long newest = newestMillis(trace, entries);
                List<InBlock> places = places(trace, entries, state.now() - newest);
                if (!places.isEmpty()) {
                    moves.add(new Move(trace, places));
                    oldestMillis = Math.min(oldestMillis, newest);
                    for (InBlock place : places) {
                        spans += place.spanCount();
                    }
                }
            }
        }
        long waited = state.now() - oldestMillis;
        StoreOptions.Move when = state.options().move();
        boolean isTime = spans >= when.minSpans() || waited >= when.maxWait().toMillis() || waited < 0;
        return isTime ? moves : List.of();
    }

    private static boolean isInHead(StoreView view, TraceId id) {
        return view.heads().stream().anyMatch(head -> head.findTrace(id) >= 0);
    }

    /// When the latest of the trace's blocks was made of spans that had just come in.
    private static long newestMillis(PendingTrace trace, Map<BlockHandle, BlockEntry> entries) {
        long newest = 0;
        for (InBlock place : trace.places()) {
            BlockEntry entry = java.util.Objects.requireNonNull(entries.get(place.block()));
            if (entry.level() == 0) {
                newest = Math.max(newest, entry.createdMillis());
            }
        }
        return newest;
    }

    /// The places to give up for one; none when it is too early.
    private List<InBlock> places(PendingTrace trace, Map<BlockHandle, BlockEntry> entries, long quietMillis) {
        if (quietMillis >= 0 && quietMillis < state.options().cut().traceIdle().toMillis()) {
            return List.of();
        }
        boolean isQuiet = quietMillis < 0
                || quietMillis >= state.options().move().growing().toMillis();
        boolean isWhole = isQuiet || hasRoot(trace) && !isLittleMore(trace, entries);
        return isWhole && trace.spans() <= MAX_SPANS ? trace.places() : parts(trace);
    }

    private static boolean hasRoot(PendingTrace trace) {
        return trace.places().stream().anyMatch(place -> place.block().source().hasRoot(place.trace()));
    }

    /// Whether the trace was moved before, and not many spans have come since.
    private static boolean isLittleMore(PendingTrace trace, Map<BlockHandle, BlockEntry> entries) {
        long moved = 0;
        for (InBlock place : trace.places()) {
            BlockEntry entry = java.util.Objects.requireNonNull(entries.get(place.block()));
            moved += entry.level() > 0 ? place.spanCount() : 0;
        }
        return 2 * moved > trace.spans();
    }

    /// Enough parts of about one size to be put together.
    private static List<InBlock> parts(PendingTrace trace) {
        Map<Integer, List<InBlock>> tiers = new TreeMap<>();
        for (InBlock place : trace.places()) {
            int spans = place.spanCount();
            if (spans < LARGEST_PART) {
                int tier = 0;
                for (int size = spans; size >= PARTS; size /= PARTS) {
                    tier++;
                }
                tiers.computeIfAbsent(tier, key -> new ArrayList<>()).add(place);
            }
        }
        return tiers.values().stream()
                .filter(parts -> parts.size() >= PARTS)
                .findFirst()
                .orElse(List.of());
    }
}

package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The blocks of a store at one moment. Immutable; what follows from it is worked out when first asked for. Two are
/// the same only if they are one object.
public final class BlockSet {
    public static final BlockSet EMPTY = new BlockSet(List.of(), PendingTraces.NONE, List.of(), List.of());

    private final List<BlockView> blocks;
    private final PendingTraces pending;
    private final List<FilterGroup> filters;
    private final List<UnreadableBlock> unreadable;
    private volatile @Nullable Map<BlockHandle, Bits> hidden;
    private volatile @Nullable List<BlockSource> sources;
    private volatile @Nullable BlockLookup lookup;

    /// Takes a place where one of many traces counts.
    @FunctionalInterface
    public interface FoundTrace {
        /// @param index of the id among those that were searched for
        /// @param trace the trace's number in the block
        void found(int index, BlockView block, int trace);
    }

    /// @param blocks in the order they came
    /// @param pending the traces that count in several of them
    /// @param filters over the traces of some of them, and perhaps of blocks that are no longer here
    /// @param unreadable blocks that belong to the store as well and cannot be read
    public BlockSet(
            List<BlockView> blocks,
            PendingTraces pending,
            List<FilterGroup> filters,
            List<UnreadableBlock> unreadable) {
        this.blocks = List.copyOf(blocks);
        this.pending = pending;
        this.filters = List.copyOf(filters);
        this.unreadable = List.copyOf(unreadable);
    }

    /// Blocks that belong to the store as well and cannot be read.
    public List<UnreadableBlock> unreadable() {
        return unreadable;
    }

    /// The same without some that cannot be read.
    public BlockSet withoutUnreadable(Collection<UUID> ids) {
        return new BlockSet(
                blocks,
                pending,
                filters,
                unreadable.stream()
                        .filter(block -> !ids.contains(block.entry().id()))
                        .toList());
    }

    public List<BlockView> blocks() {
        return blocks;
    }

    public PendingTraces pending() {
        return pending;
    }

    public List<FilterGroup> filters() {
        return filters;
    }

    /// The same with other filters.
    public BlockSet withFilters(List<FilterGroup> next) {
        return new BlockSet(blocks, pending, next, unreadable);
    }

    /// Where a trace counts, in the order of the blocks.
    public List<Place.InBlock> places(TraceId id) {
        return lookup().places(id, damage -> {});
    }

    /// The same.
    ///
    /// @param damage called with what cannot be read and may have the trace
    public List<Place.InBlock> places(TraceId id, Consumer<DamagedException> damage) {
        return lookup().places(id, damage);
    }

    /// Searches for many traces, which costs less than one by one.
    public void findTraces(List<TraceId> ids, FoundTrace consumer) {
        lookup().find(ids, consumer);
    }

    private BlockLookup lookup() {
        BlockLookup known = lookup;
        if (known == null) {
            known = BlockLookup.of(blocks, filters);
            lookup = known;
        }
        return known;
    }

    /// Other blocks in the place of some, at the end.
    ///
    /// @param next the pending traces of the blocks then
    public BlockSet replaced(Collection<BlockHandle> removed, List<BlockView> added, PendingTraces next) {
        List<BlockView> all = new ArrayList<>(blocks);
        all.removeIf(block -> removed.contains(block.handle()));
        all.addAll(added);
        return new BlockSet(all, next, filters, unreadable);
    }

    /// The same blocks, each as it counts from now on.
    public BlockSet changed(UnaryOperator<BlockView> change) {
        return new BlockSet(blocks.stream().map(change).toList(), pending, filters, unreadable);
    }

    /// The traces of each block that do not count there, by number: dead ones, and those that lie in several blocks.
    /// Blocks without any are missing.
    public Map<BlockHandle, Bits> hidden() {
        Map<BlockHandle, Bits> known = hidden;
        if (known == null) {
            known = findHidden();
            hidden = known;
        }
        return known;
    }

    private Map<BlockHandle, Bits> findHidden() {
        Map<BlockHandle, Bits> found = new HashMap<>();
        for (PendingGroup group : pending.groups()) {
            group.forEachPlace(place -> found.computeIfAbsent(
                            place.block(),
                            block -> new Bits((int) block.source().traceCount()))
                    .set(place.trace()));
        }
        for (BlockView block : blocks) {
            Bits dead = block.dead();
            if (dead != null) {
                found.merge(block.handle(), dead, (mine, also) -> {
                    mine.or(also);
                    return mine;
                });
            }
        }
        return found;
    }

    /// Each block as a source in which hidden traces do not count, in the order of [#blocks()].
    public List<BlockSource> sources() {
        List<BlockSource> known = sources;
        if (known == null) {
            Map<BlockHandle, Bits> without = hidden();
            known = blocks.stream()
                    .map(block -> block.handle()
                            .source()
                            .hiding(without.get(block.handle()), block.entry().lostDead()))
                    .toList();
            sources = known;
        }
        return known;
    }
}

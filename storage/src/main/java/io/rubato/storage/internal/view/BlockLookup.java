package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.TraceFilter;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds traces in the blocks of a set. Blocks that share a filter are searched only for traces that pass it.
/// Immutable.
final class BlockLookup {
    private final List<BlockView> blocks;
    private final List<Part> parts;

    /// Blocks that are searched together, by position.
    private record Part(@Nullable FilterGroup group, List<Integer> positions) {}

    private record Found(int position, InBlock place) {}

    private BlockLookup(List<BlockView> blocks, List<Part> parts) {
        this.blocks = blocks;
        this.parts = parts;
    }

    static BlockLookup of(List<BlockView> blocks, List<FilterGroup> groups) {
        Map<UUID, FilterGroup> groupOf = new HashMap<>();
        groups.forEach(group -> group.blocks().forEach(block -> groupOf.putIfAbsent(block, group)));
        Map<@Nullable FilterGroup, List<Integer>> positions = new LinkedHashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            FilterGroup group = groupOf.get(blocks.get(i).handle().id());
            positions.computeIfAbsent(group, key -> new ArrayList<>()).add(i);
        }
        List<Part> parts = new ArrayList<>();
        positions.forEach((group, members) -> parts.add(new Part(group, members)));
        return new BlockLookup(blocks, parts);
    }

    /// Where a trace counts, in the order of the blocks.
    ///
    /// @param damage called with what cannot be read and may have the trace
    List<InBlock> places(TraceId id, Consumer<DamagedException> damage) {
        List<Found> found = new ArrayList<>();
        for (Part part : parts) {
            TraceFilter filter = part.group == null ? null : part.group.filter();
            if (filter == null || filter.mayHave(id)) {
                for (int position : part.positions) {
                    BlockView block = blocks.get(position);
                    int trace = block.findTrace(id, damage);
                    if (trace >= 0) {
                        found.add(new Found(position, new InBlock(block.handle(), trace)));
                    }
                }
            }
        }
        found.sort(Comparator.comparingInt(Found::position));
        return found.stream().map(Found::place).toList();
    }

    /// Searches for many traces, which costs less than one by one.
    void find(List<TraceId> ids, BlockSet.FoundTrace consumer) {
        int[] all = IntStream.range(0, ids.size()).toArray();
        for (Part part : parts) {
            TraceFilter filter = part.group == null ? null : part.group.filter();
            int[] candidates = filter == null
                    ? all
                    : IntStream.of(all).filter(i -> filter.mayHave(ids.get(i))).toArray();
            if (candidates.length > 0) {
                List<TraceId> some = candidates.length == all.length
                        ? ids
                        : IntStream.of(candidates).mapToObj(ids::get).toList();
                part.positions.forEach(position -> find(blocks.get(position), some, candidates, consumer));
            }
        }
    }

    private static void find(BlockView block, List<TraceId> ids, int[] indexes, BlockSet.FoundTrace consumer) {
        block.handle().source().findTraces(ids, (index, trace) -> {
            if (block.isLive(trace)) {
                consumer.found(indexes[index], block, trace);
            }
        });
    }
}

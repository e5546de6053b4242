package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.FilterFile;
import io.rubato.storage.internal.block.GroupFilter;
import io.rubato.storage.internal.block.Section;
import io.rubato.storage.internal.block.TraceLookup;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds traces in the blocks of a set. Of blocks that share a filter, only those are searched that it names.
/// Immutable.
final class BlockLookup {
    private final List<Searched> single;
    private final List<Group> groups;

    /// A block of the set.
    ///
    /// @param position in the order of the set
    private record Searched(int position, BlockView block, TraceLookup lookup) {
        static Searched often(int position, BlockView block) {
            return new Searched(position, block, block.handle().source().lookup());
        }

        static Searched rarely(int position, BlockView block, Section filter) {
            return new Searched(
                    position, block, block.handle().source().lookup().rarely(filter));
        }

        @Nullable
        Found find(TraceId id, Consumer<DamagedException> damage) {
            int trace = lookup.find(id, damage);
            return trace >= 0 && block.isLive(trace) ? new Found(position, new InBlock(block.handle(), trace)) : null;
        }

        void find(List<TraceId> ids, int[] indexes, BlockSet.FoundTrace consumer) {
            if (indexes.length == 0) {
                return;
            }
            List<TraceId> some = IntStream.of(indexes).mapToObj(ids::get).toList();
            lookup.find(some, (index, trace) -> {
                if (block.isLive(trace)) {
                    consumer.found(indexes[index], block, trace);
                }
            });
        }
    }

    /// Blocks that share a filter.
    ///
    /// @param members by the filter's positions; null for blocks that are not in the set
    private record Group(FilterGroup filters, List<@Nullable Searched> members) {
        /// Whether a member may have a trace for which the filter returns `found`.
        static boolean isNamed(int found, int member) {
            return found == member || found == GroupFilter.SEVERAL;
        }
    }

    private record Found(int position, InBlock place) {}

    private BlockLookup(List<Searched> single, List<Group> groups) {
        this.single = single;
        this.groups = groups;
    }

    static BlockLookup of(List<BlockView> blocks, List<FilterGroup> filters) {
        Map<UUID, Integer> positions = new HashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            positions.put(blocks.get(i).handle().id(), i);
        }
        List<Group> groups = new ArrayList<>();
        for (FilterGroup group : filters) {
            List<@Nullable Searched> members = new ArrayList<>();
            for (FilterFile.Member member : group.members()) {
                Integer position = positions.remove(member.block());
                members.add(position == null ? null : Searched.rarely(position, blocks.get(position), member.filter()));
            }
            groups.add(new Group(group, members));
        }
        List<Searched> single = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            BlockView block = blocks.get(i);
            if (positions.containsKey(block.handle().id())) {
                single.add(Searched.often(i, block));
            }
        }
        return new BlockLookup(List.copyOf(single), List.copyOf(groups));
    }

    /// Where a trace counts, in the order of the blocks.
    ///
    /// @param damage called with what cannot be read and may have the trace
    List<InBlock> places(TraceId id, Consumer<DamagedException> damage) {
        List<Found> found = new ArrayList<>();
        for (Searched block : single) {
            add(block.find(id, damage), found);
        }
        for (Group group : groups) {
            GroupFilter filter = group.filters.filter();
            int named = filter == null ? GroupFilter.SEVERAL : filter.blockOf(id);
            for (int member = 0; named != GroupFilter.NONE && member < group.members.size(); member++) {
                Searched block = group.members.get(member);
                if (block != null && Group.isNamed(named, member)) {
                    add(block.find(id, damage), found);
                }
            }
        }
        found.sort(Comparator.comparingInt(Found::position));
        return found.stream().map(Found::place).toList();
    }

    private static void add(@Nullable Found one, List<Found> found) {
        if (one != null) {
            found.add(one);
        }
    }

    /// Searches for many traces, which costs less than one by one.
    void find(List<TraceId> ids, BlockSet.FoundTrace consumer) {
        int[] all = IntStream.range(0, ids.size()).toArray();
        single.forEach(block -> block.find(ids, all, consumer));
        for (Group group : groups) {
            GroupFilter filter = group.filters.filter();
            int[] named = ids.stream()
                    .mapToInt(id -> filter == null ? GroupFilter.SEVERAL : filter.blockOf(id))
                    .toArray();
            int[] candidates =
                    IntStream.of(all).filter(i -> named[i] != GroupFilter.NONE).toArray();
            for (int member = 0; candidates.length > 0 && member < group.members.size(); member++) {
                Searched block = group.members.get(member);
                if (block != null) {
                    int position = member;
                    int[] own = IntStream.of(candidates)
                            .filter(i -> Group.isNamed(named[i], position))
                            .toArray();
                    block.find(ids, own, consumer);
                }
            }
        }
    }
}

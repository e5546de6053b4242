package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.FilterFile;
import io.rubato.storage.internal.block.GroupFilter;
import io.rubato.storage.internal.manifest.BlockKeys;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.FilterGroup;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives groups of older blocks one filter each over the ids of their traces: a new trace is searched for in every
/// block that is stored, and most have none of its spans. The filters follow from the blocks, so no manifest names
/// them, and one that is lost is made again. Used by the maintenance thread, and before that starts.
final class GroupFilters {
    private static final Logger LOG = LoggerFactory.getLogger(GroupFilters.class);

    /// Ids of at most so many traces are in memory while a filter is made of them, 50 bytes for each.
    private static final long MAX_TRACES = 1_000_000;

    /// A filter stays while at least one in so many of its blocks is in the store.
    private static final int LEFT_SHARE = 2;

    /// Fewer blocks are searched one by one.
    private static final int SMALLEST_GROUP = 4;

    private final StoreState state;
    private final Set<UUID> unreadable = new HashSet<>();

    GroupFilters(StoreState state) {
        this.state = state;
    }

    /// The stored filters that are of use for blocks; deletes all others.
    List<FilterGroup> open(List<BlockView> blocks) {
        Set<UUID> stored = ids(blocks);
        List<FilterGroup> found = new ArrayList<>();
        Set<UUID> grouped = new HashSet<>();
        try {
            for (ObjectInfo object : state.objects().list(BlockKeys.FILTERS)) {
                FilterGroup group = open(object.key());
                if (group != null
                        && isOfUse(group, stored)
                        && group.blocks().stream().noneMatch(grouped::contains)) {
                    found.add(group);
                    grouped.addAll(group.blocks());
                } else {
                    delete(object.key());
                }
            }
        } catch (IOException e) {
            LOG.warn("Failed to read filters of trace ids, searching without: {}", e.getMessage());
        }
        return found;
    }

    private @Nullable FilterGroup open(String key) throws IOException {
        try {
            return state.openFilter(key);
        } catch (DamagedException damaged) {
            return null; // reported where it was met; it is made again
        }
    }

    private static Set<UUID> ids(List<BlockView> blocks) {
        Set<UUID> ids = new HashSet<>();
        blocks.forEach(block -> ids.add(block.handle().id()));
        return ids;
    }

    private static boolean isOfUse(FilterGroup group, Set<UUID> stored) {
        long left = group.blocks().stream().filter(stored::contains).count();
        return !group.isUnreadable() && left * LEFT_SHARE >= group.blocks().size();
    }

    /// Deletes filters that are of no use any more and makes one that is missing. Returns whether it made one.
    boolean run() {
        dropUseless();
        List<BlockView> next = next();
        if (next.isEmpty()) {
            return false;
        }
        try {
            add(next);
            return true;
        } catch (IOException e) {
            state.events().add("filters_failed", 1);
            LOG.warn("Failed to write a filter of trace ids, will retry: {}", e.getMessage());
            return false;
        }
    }

    private void dropUseless() {
        List<FilterGroup> filters = state.view().blocks().filters();
        Set<UUID> stored = ids(state.view().blocks().blocks());
        List<FilterGroup> left =
                filters.stream().filter(group -> isOfUse(group, stored)).toList();
        if (left.size() < filters.size()) {
            state.publish(view -> view.withBlocks(view.blocks().withFilters(left)));
            for (FilterGroup group : filters) {
                if (!left.contains(group)) {
                    group.forget();
                    delete(group.key());
                }
            }
        }
    }

    /// The oldest blocks without a filter, when there are enough of them.
    private List<BlockView> next() {
        StoreOptions.Filters options = state.options().filters();
        List<BlockView> blocks = state.view().blocks().blocks();
        Set<UUID> skipped = new HashSet<>(unreadable);
        state.view().blocks().filters().forEach(group -> skipped.addAll(group.blocks()));
        List<BlockView> group = new ArrayList<>();
        long traces = 0;
        for (BlockView block : blocks.subList(0, Math.max(0, blocks.size() - options.newest()))) {
            if (skipped.contains(block.handle().id())) {
                continue;
            }
            if (traces + block.entry().traces() > MAX_TRACES) {
                if (group.size() >= SMALLEST_GROUP) {
                    return group;
                }
                group.clear();
                traces = 0;
            }
            group.add(block);
            traces += block.entry().traces();
            if (group.size() == options.blocks()) {
                return group;
            }
        }
        return List.of();
    }

    private void add(List<BlockView> blocks) throws IOException {
        List<BlockHandle> handles = new ArrayList<>();
        List<FilterFile.Member> members = new ArrayList<>();
        List<long[]> hashes = new ArrayList<>();
        for (BlockView block : blocks) {
            try {
                BlockSource source = block.handle().source();
                hashes.add(source.traceHashes());
                members.add(new FilterFile.Member(block.handle().id(), source.filterSection()));
                handles.add(block.handle());
            } catch (DamagedException damaged) {
                unreadable.add(block.handle().id());
            }
        }
        String key = BlockKeys.filter(StoreState.TENANT, UUID.randomUUID());
        state.requireOpen();
        state.objects().put(key, ObjectContent.of(FilterFile.encode(members, GroupFilter.of(hashes))));
        FilterGroup group = state.openFilter(key);
        state.publish(view -> {
            List<FilterGroup> filters = new ArrayList<>(view.blocks().filters());
            filters.add(group);
            return view.withBlocks(view.blocks().withFilters(filters));
        });
        // Only queries read these blocks from now on.
        handles.forEach(BlockHandle::forget);
        state.events().add("filters_written", 1);
    }

    private void delete(String key) {
        try {
            state.objects().delete(key);
        } catch (IOException e) {
            LOG.warn("Failed to delete {}, will retry at the next start: {}", key, e.getMessage());
        }
    }
}

package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which blocks to merge next. Within a time window that still gets blocks, those of about one size, so
/// that a span is written a few times in all, not with each new block; within one that got none for as long
/// as it lasts, whatever is small.
final class MergePlan {
    private static final int TIER_FACTOR = 4;

    private final StoreOptions.Merge options;

    MergePlan(StoreOptions options) {
        this.options = options.merge();
    }

    /// A group of at least two blocks, or an empty list.
    List<BlockHandle> choose(List<BlockHandle> blocks, long nowMillis) {
        Map<Long, List<BlockHandle>> windows = new TreeMap<>();
        for (BlockHandle block : blocks) {
            if (block.entry().spans() <= options.maxSpans() / 2) {
                windows.computeIfAbsent(window(block.entry().maxEndNanos() / 1_000_000), key -> new ArrayList<>())
                        .add(block);
            }
        }
        for (Map.Entry<Long, List<BlockHandle>> window : windows.entrySet()) {
            boolean over = window.getValue().stream()
                    .allMatch(block ->
                            block.entry().createdMillis() + options.window().toMillis() < nowMillis);
            List<BlockHandle> group = over ? fitting(window.getValue(), 2) : ofOneTier(window.getValue());
            if (!group.isEmpty()) {
                return group;
            }
        }
        return List.of();
    }

    private long window(long millis) {
        return Math.floorDiv(millis, Math.max(1, options.window().toMillis()));
    }

    private List<BlockHandle> ofOneTier(List<BlockHandle> blocks) {
        Map<Integer, List<BlockHandle>> tiers = new TreeMap<>();
        for (BlockHandle block : blocks) {
            int tier = 0;
            for (long spans = block.entry().spans(); spans >= TIER_FACTOR; spans /= TIER_FACTOR) {
                tier++;
            }
            tiers.computeIfAbsent(tier, key -> new ArrayList<>()).add(block);
        }
        for (List<BlockHandle> tier : tiers.values()) {
            List<BlockHandle> group = fitting(tier, options.minBlocks());
            if (!group.isEmpty()) {
                return group;
            }
        }
        return List.of();
    }

    /// As many of the smallest blocks as fit into one; none when they are fewer than `atLeast`.
    private List<BlockHandle> fitting(List<BlockHandle> blocks, int atLeast) {
        List<BlockHandle> group = new ArrayList<>();
        long spans = 0;
        long traces = 0;
        List<BlockHandle> smallestFirst = blocks.stream()
                .sorted(Comparator.comparingLong(block -> block.entry().spans()))
                .toList();
        for (BlockHandle block : smallestFirst) {
            spans += block.entry().spans();
            traces += block.entry().traces();
            if (spans > options.maxSpans() || traces > options.maxTraces()) {
                break;
            }
            group.add(block);
        }
        return group.size() >= Math.max(2, atLeast) ? group : List.of();
    }
}

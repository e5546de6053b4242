package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.view.BlockView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which blocks to rewrite next: several small ones as one, or one of which much is dead. Within a time window that
/// still gets blocks, those of about one size, so
/// that a span is written a few times in all, not with each new block; within one that got none for as long
/// as it lasts, whatever is small.
final class MergePlan {
    private static final int TIER_FACTOR = 4;

    /// Blocks above this part of the largest size are left alone, for merging them would save little.
    private static final int SMALL_SHARE = 4;

    /// A block is rewritten alone when more than this many percent of its spans are dead, and it is old enough that
    /// not many more will die.
    private static final int DEAD_PERCENT = 30;

    private final StoreOptions.Merge options;

    MergePlan(StoreOptions options) {
        this.options = options.merge();
    }

    /// A group of several blocks, one block that is to be rewritten alone, or an empty list.
    List<BlockView> choose(List<BlockView> blocks, long nowMillis) {
        for (BlockView block : blocks) {
            if (block.isDeadUnknown() || isMostlyDead(block, nowMillis)) {
                return List.of(block);
            }
        }
        Map<Long, List<BlockView>> windows = new TreeMap<>();
        for (BlockView block : blocks) {
            if (block.entry().liveSpans() <= options.maxSpans() / SMALL_SHARE) {
                windows.computeIfAbsent(window(block.entry().newestMillis()), key -> new ArrayList<>())
                        .add(block);
            }
        }
        for (Map.Entry<Long, List<BlockView>> window : windows.entrySet()) {
            boolean over = window.getValue().stream()
                    .allMatch(block ->
                            block.entry().createdMillis() + options.window().toMillis() < nowMillis);
            List<BlockView> group = over ? fitting(window.getValue(), 2) : ofOneTier(window.getValue());
            if (!group.isEmpty()) {
                return group;
            }
        }
        return List.of();
    }

    private boolean isMostlyDead(BlockView block, long nowMillis) {
        long dead = block.entry().spans() - block.entry().liveSpans();
        return block.entry().liveTraces() > 0
                && 100 * dead > DEAD_PERCENT * block.entry().spans()
                && block.entry().createdMillis() + options.window().toMillis() < nowMillis;
    }

    private long window(long millis) {
        return Math.floorDiv(millis, Math.max(1, options.window().toMillis()));
    }

    private List<BlockView> ofOneTier(List<BlockView> blocks) {
        Map<Integer, List<BlockView>> tiers = new TreeMap<>();
        for (BlockView block : blocks) {
            int tier = 0;
            for (long spans = block.entry().liveSpans(); spans >= TIER_FACTOR; spans /= TIER_FACTOR) {
                tier++;
            }
            tiers.computeIfAbsent(tier, key -> new ArrayList<>()).add(block);
        }
        for (List<BlockView> tier : tiers.values()) {
            List<BlockView> group = fitting(tier, options.minBlocks());
            if (!group.isEmpty()) {
                return group;
            }
        }
        return List.of();
    }

    /// As many of the smallest blocks as fit into one; none when they are fewer than `atLeast`.
    private List<BlockView> fitting(List<BlockView> blocks, int atLeast) {
        List<BlockView> group = new ArrayList<>();
        long spans = 0;
        long traces = 0;
        List<BlockView> smallestFirst = blocks.stream()
                .sorted(Comparator.comparingLong(block -> block.entry().liveSpans()))
                .toList();
        for (BlockView block : smallestFirst) {
            spans += block.entry().liveSpans();
            traces += block.entry().liveTraces();
            if (spans > options.maxSpans() || traces > options.maxTraces()) {
                break;
            }
            group.add(block);
        }
        return group.size() >= Math.max(2, atLeast) ? group : List.of();
    }
}

package io.rubato.storage.internal.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Which blocks exist, at one moment. Every operation gives the next generation and leaves this one as it is;
/// one that makes no sense for this manifest throws [IllegalArgumentException].
///
/// @param generation 0 for an empty store, one more with each change
/// @param walPosition log records before it are contained in blocks
/// @param live the blocks that are searched, in the order they came
/// @param retired blocks that are not searched any more and whose files are still there
public record Manifest(long generation, long walPosition, List<BlockEntry> live, List<RetiredBlock> retired) {

    /// The manifest of an empty store.
    public static final Manifest EMPTY = new Manifest(0, 0, List.of(), List.of());

    public Manifest {
        if (generation < 0 || walPosition < 0) {
            throw new IllegalArgumentException("manifest generation %d at log position %d: neither may be negative"
                    .formatted(generation, walPosition));
        }
        live = List.copyOf(live);
        retired = List.copyOf(retired);
        Set<UUID> ids = new HashSet<>();
        live.forEach(block -> requireNew(block.id(), ids));
        retired.forEach(block -> requireNew(block.entry().id(), ids));
    }

    /// Adds a flushed block and moves the log's position on.
    public Manifest add(BlockEntry block, long newWalPosition) {
        return add(List.of(block), newWalPosition);
    }

    /// Adds the blocks of one flush (none, if the log held no span) and moves the log's position on.
    public Manifest add(List<BlockEntry> blocks, long newWalPosition) {
        if (newWalPosition < walPosition) {
            throw new IllegalArgumentException("log position %d is before the manifest's %d: it never goes back"
                    .formatted(newWalPosition, walPosition));
        }
        List<BlockEntry> all = new ArrayList<>(live);
        all.addAll(blocks);
        return new Manifest(generation + 1, newWalPosition, all, retired);
    }

    /// Puts blocks in the place of those they were merged from. No output is right when nothing was left of the
    /// inputs.
    ///
    /// @param outputs blocks of the inputs' one tenant, whose `mergedFrom` names the inputs
    public Manifest merge(Collection<UUID> inputs, List<BlockEntry> outputs, long nowMillis) {
        Set<UUID> ids = requireLive(inputs);
        List<BlockEntry> kept = new ArrayList<>();
        List<RetiredBlock> gone = new ArrayList<>(retired);
        Set<String> tenants = new HashSet<>();
        for (BlockEntry block : live) {
            if (ids.contains(block.id())) {
                gone.add(new RetiredBlock(block, nowMillis, RetireReason.MERGED));
                tenants.add(block.tenant());
            } else {
                kept.add(block);
            }
        }
        for (BlockEntry output : outputs) {
            requireMergeOf(output, ids, tenants);
            kept.add(output);
        }
        return new Manifest(generation + 1, walPosition, kept, gone);
    }

    /// Adds a block of traces that were moved there, and hides them where they were.
    ///
    /// @param vectors the new deletion vector of each block that loses traces, by the block's id; every block in it
    ///     must be live
    public Manifest move(List<BlockEntry> outputs, Map<UUID, VectorRef> vectors) {
        requireLive(vectors.keySet());
        List<BlockEntry> blocks = new ArrayList<>();
        for (BlockEntry block : live) {
            VectorRef vector = vectors.get(block.id());
            blocks.add(vector == null ? block : block.withVector(vector));
        }
        blocks.addAll(outputs);
        return new Manifest(generation + 1, walPosition, blocks, retired);
    }

    /// Ends the search of blocks; their files stay until they are forgotten.
    public Manifest retire(Collection<UUID> blocks, RetireReason reason, long nowMillis) {
        Set<UUID> ids = requireLive(blocks);
        List<RetiredBlock> gone = new ArrayList<>(retired);
        live.stream()
                .filter(block -> ids.contains(block.id()))
                .forEach(block -> gone.add(new RetiredBlock(block, nowMillis, reason)));
        Set<UUID> losing = reason == RetireReason.MOVED ? Set.of() : movedTo(ids);
        List<BlockEntry> kept = live.stream()
                .filter(block -> !ids.contains(block.id()))
                .map(block -> losing.contains(block.id()) ? block.losingDead() : block)
                .toList();
        return new Manifest(generation + 1, walPosition, kept, gone);
    }

    /// The blocks whose dead traces some of `blocks` hold.
    private Set<UUID> movedTo(Set<UUID> blocks) {
        Set<UUID> from = new HashSet<>();
        live.stream().filter(block -> blocks.contains(block.id())).forEach(block -> from.addAll(block.movedFrom()));
        return from;
    }

    /// Drops retired blocks whose files were deleted.
    public Manifest forget(Collection<UUID> blocks) {
        Set<UUID> ids = new HashSet<>(blocks);
        List<RetiredBlock> kept = retired.stream()
                .filter(block -> !ids.contains(block.entry().id()))
                .toList();
        if (retired.size() - kept.size() != ids.size()) {
            retired.forEach(block -> ids.remove(block.entry().id()));
            throw new IllegalArgumentException(
                    "blocks %s are not retired in manifest generation %d".formatted(ids, generation));
        }
        return new Manifest(generation + 1, walPosition, live, kept);
    }

    /// A live block by its name.
    public Optional<BlockEntry> find(UUID id) {
        return live.stream().filter(block -> block.id().equals(id)).findFirst();
    }

    private Set<UUID> requireLive(Collection<UUID> blocks) {
        Set<UUID> missing = new HashSet<>(blocks);
        live.forEach(block -> missing.remove(block.id()));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "blocks %s are not live in manifest generation %d".formatted(missing, generation));
        }
        return Set.copyOf(blocks);
    }

    private static void requireMergeOf(BlockEntry output, Set<UUID> inputs, Set<String> tenants) {
        if (!Set.copyOf(output.mergedFrom()).equals(inputs)) {
            throw new IllegalArgumentException("block %s says it was merged from %s, expected %s"
                    .formatted(output.id(), output.mergedFrom(), inputs));
        }
        if (!tenants.equals(Set.of(output.tenant()))) {
            throw new IllegalArgumentException(
                    "block %s of tenant '%s' was merged from blocks of %s, expected one tenant"
                            .formatted(output.id(), output.tenant(), tenants));
        }
    }

    private static void requireNew(UUID id, Set<UUID> seen) {
        if (!seen.add(id)) {
            throw new IllegalArgumentException("block %s is in the manifest twice".formatted(id));
        }
    }
}

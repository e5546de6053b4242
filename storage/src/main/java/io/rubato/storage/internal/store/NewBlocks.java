package io.rubato.storage.internal.store;

import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.objects.ObjectContent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Stores the files of new blocks; no manifest names them yet.
final class NewBlocks {
    private final StoreState state;

    NewBlocks(StoreState state) {
        this.state = state;
    }

    /// A block of a head.
    ///
    /// @param walTo the log's position when the head was frozen
    /// @param arrivedMillis when the last of its spans arrived, milliseconds since 1970
    BlockEntry flushed(BlockFile file, long walTo, long arrivedMillis) throws IOException {
        return put(file, 0, List.of(), List.of(), walTo, arrivedMillis);
    }

    /// A block in the place of others.
    BlockEntry merged(BlockFile file, List<BlockEntry> inputs) throws IOException {
        List<UUID> ids = inputs.stream().map(BlockEntry::id).toList();
        List<UUID> movedFrom = live(
                inputs.stream().flatMap(input -> input.movedFrom().stream()).filter(id -> !ids.contains(id)));
        return put(file, level(inputs), ids, movedFrom, 0, newest(inputs));
    }

    /// A block of traces that were in several.
    BlockEntry moved(BlockFile file, List<BlockEntry> sources) throws IOException {
        List<UUID> from = live(
                sources.stream().flatMap(source -> Stream.concat(Stream.of(source.id()), source.movedFrom().stream())));
        return put(file, level(sources), List.of(), from, 0, newest(sources));
    }

    /// Blocks that are gone have no dead traces that anybody could ask for.
    private List<UUID> live(Stream<UUID> ids) {
        Set<UUID> live =
                state.manifest().current().live().stream().map(BlockEntry::id).collect(Collectors.toSet());
        return ids.distinct().filter(live::contains).toList();
    }

    private static int level(List<BlockEntry> sources) {
        return 1 + sources.stream().mapToInt(BlockEntry::level).max().orElse(0);
    }

    private static long newest(List<BlockEntry> sources) {
        return sources.stream().mapToLong(BlockEntry::newestMillis).max().orElse(Long.MIN_VALUE);
    }

    private BlockEntry put(
            BlockFile file, int level, List<UUID> mergedFrom, List<UUID> movedFrom, long walTo, long arrivedMillis)
            throws IOException {
        BlockEntry entry = new BlockEntry(
                UUID.randomUUID(),
                StoreState.TENANT,
                level,
                file.spans(),
                file.traces(),
                file.bytes(),
                file.minStart(),
                file.maxEnd(),
                file.maxTraceStart(),
                state.now(),
                Math.min(arrivedMillis, Math.floorDiv(file.maxEnd(), 1_000_000)),
                BlockFile.FORMAT_VERSION,
                mergedFrom,
                movedFrom,
                walTo,
                null,
                false);
        state.objects().put(entry.dataKey(), ObjectContent.of(file.parts()));
        return entry;
    }
}

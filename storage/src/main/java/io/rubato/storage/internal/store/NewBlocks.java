package io.rubato.storage.internal.store;

import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.objects.ObjectContent;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// Stores the files of new blocks; no manifest names them yet.
final class NewBlocks {
    private final StoreState state;

    NewBlocks(StoreState state) {
        this.state = state;
    }

    /// A block of a head.
    ///
    /// @param walTo the log's position when the head was frozen
    BlockEntry flushed(BlockFile file, long walTo) throws IOException {
        return put(file, 0, List.of(), List.of(), walTo);
    }

    /// A block in the place of others.
    BlockEntry merged(BlockFile file, List<BlockEntry> inputs) throws IOException {
        List<UUID> ids = inputs.stream().map(BlockEntry::id).toList();
        List<UUID> movedFrom = inputs.stream()
                .flatMap(input -> input.movedFrom().stream())
                .filter(id -> !ids.contains(id))
                .distinct()
                .toList();
        return put(file, level(inputs), ids, movedFrom, 0);
    }

    /// A block of traces that were in several.
    BlockEntry moved(BlockFile file, List<BlockEntry> sources) throws IOException {
        List<UUID> from = sources.stream()
                .flatMap(source -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(source.id()), source.movedFrom().stream()))
                .distinct()
                .toList();
        return put(file, level(sources), List.of(), from, 0);
    }

    private static int level(List<BlockEntry> sources) {
        return 1 + sources.stream().mapToInt(BlockEntry::level).max().orElse(0);
    }

    private BlockEntry put(BlockFile file, int level, List<UUID> mergedFrom, List<UUID> movedFrom, long walTo)
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

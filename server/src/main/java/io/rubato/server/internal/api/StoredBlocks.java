package io.rubato.server.internal.api;

import io.rubato.storage.DamagedException;
import io.rubato.storage.inspect.BlockFileInspector;
import io.rubato.storage.inspect.BlockReport;
import io.rubato.storage.inspect.StoreInspector;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the blocks of a directory hold, by block and by part. A block never changes, so each is looked into once. Safe
/// for concurrent use.
final class StoredBlocks {
    private final Path directory;
    private final Map<String, BlockReport> known = new ConcurrentHashMap<>();

    StoredBlocks(Path directory) {
        this.directory = directory;
    }

    /// Blocks that could be read, the newest first, and one line for each that could not.
    record Report(List<BlockReport> blocks, List<String> damaged) {
        static final Report NOTHING = new Report(List.of(), List.of());

        Report and(Report other) {
            List<BlockReport> both = new ArrayList<>(blocks);
            both.addAll(other.blocks);
            List<String> bothDamaged = new ArrayList<>(damaged);
            bothDamaged.addAll(other.damaged);
            return new Report(both, bothDamaged);
        }
    }

    /// @throws IOException when the manifest cannot be read
    Report report() throws IOException {
        List<BlockReport> reports = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        try (StoreInspector store = StoreInspector.open(directory)) {
            List<StoreInspector.Block> blocks = store.blocks();
            known.keySet()
                    .retainAll(blocks.stream().map(StoreInspector.Block::id).toList());
            for (StoreInspector.Block block : blocks.reversed()) {
                try {
                    reports.add(of(block));
                } catch (NoSuchFileException e) {
                    // Merged or deleted since the manifest was read.
                } catch (IOException | DamagedException e) {
                    damaged.add("block " + block.id() + ": " + e.getMessage());
                }
            }
        }
        return new Report(reports, damaged);
    }

    private BlockReport of(StoreInspector.Block block) throws IOException {
        BlockReport before = known.get(block.id());
        if (before != null) {
            return before;
        }
        try (BlockFileInspector inspector = BlockFileInspector.open(block.file(), block.id())) {
            BlockReport report = inspector.report();
            known.put(block.id(), report);
            return report;
        }
    }
}

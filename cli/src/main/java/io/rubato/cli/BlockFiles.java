package io.rubato.cli;

import io.rubato.storage.inspect.BlockFileInspector;
import io.rubato.storage.inspect.StoreInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which block files a command is about: named by path, by id, or all of a data directory.
final class BlockFiles {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Data directory in which ids are looked up. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("data");

    /// A block's file and what to call it.
    ///
    /// @param stored what its store knows of it, null when it was named by its file
    record Named(String name, Path file, StoreInspector.@Nullable Block stored) {
        static Named of(StoreInspector.Block block) {
            return new Named(block.id(), block.file(), block);
        }

        BlockFileInspector open() throws IOException {
            return stored == null ? BlockFileInspector.open(file, name) : BlockFileInspector.open(stored);
        }
    }

    /// The store in the data directory, or the blocks' directory itself.
    StoreInspector store() throws IOException {
        Path blocks = data.resolve("blocks");
        return StoreInspector.open(Files.exists(data.resolve("manifest")) ? data : blocks);
    }

    /// The block that a user means by a path, an id, or the beginning of an id.
    ///
    /// @throws IOException when there is none, or several
    Named find(String text) throws IOException {
        Path path = Path.of(text);
        if (Files.isRegularFile(path)) {
            return new Named(nameOf(path), path, null);
        }
        if (Files.isRegularFile(path.resolve("data"))) {
            return new Named(nameOf(path.resolve("data")), path.resolve("data"), null);
        }
        try (StoreInspector store = store()) {
            List<StoreInspector.Block> found = store.find(text);
            if (found.size() != 1) {
                throw new IOException(text + ": no such file, and "
                        + (found.isEmpty() ? "no block" : found.size() + " blocks") + " in " + data
                        + " with an id that begins so (expected: one)");
            }
            return Named.of(found.getFirst());
        }
    }

    List<Named> all() throws IOException {
        try (StoreInspector store = store()) {
            return store.blocks().stream().map(Named::of).toList();
        }
    }

    /// A block's file is called `data` in a directory of its id.
    private static String nameOf(Path file) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        Path last = file.getFileName();
        return directory != null && directory.getFileName() != null && last != null && last.endsWith("data")
                ? directory.getFileName().toString()
                : String.valueOf(last);
    }
}

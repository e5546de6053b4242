package io.rubato.storage.objects;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Directories whose entries survive power loss: a new name is durable once its directory was synced.
final class Directories {

    private Directories() {}

    /// Makes a directory and those above it, durably.
    static void create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = above(directory);
        create(parent);
        Files.createDirectory(directory);
        sync(parent);
    }

    /// The directory a path is in.
    static Path above(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    static void sync(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows has no sync of a directory
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes a directory and those above it as long as they are empty, up to `root`, which stays.
    static void removeEmpty(Path directory, Path root) throws IOException {
        Path current = directory;
        while (!current.equals(root)) {
            try {
                Files.delete(current);
            } catch (DirectoryNotEmptyException e) {
                return;
            } catch (NoSuchFileException e) {
                // Removed by hand: go on with the one above.
            }
            current = above(current);
        }
    }
}

package io.rubato.storage.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/// Directories whose entries survive power loss: a new name is durable once its directory was synced.
public final class Directories {

    private Directories() {}

    /// Makes a directory and those above it, durably. One that is there already may have been made by a process
    /// that was killed before the sync, or whose sync failed, so its name is synced, too; those above it were
    /// synced before it was made.
    ///
    /// @param directory an absolute path
    public static void create(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (Files.isDirectory(directory)) {
            syncName(directory);
        } else if (parent != null) {
            create(parent);
            Files.createDirectory(directory);
            sync(parent);
        }
    }

    private static void syncName(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            try {
                sync(parent);
            } catch (AccessDeniedException e) {
                // Not a directory of ours, so we did not make its entries.
            }
        }
    }

    /// The directory a path is in.
    public static Path above(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    /// Returns once the names in a directory are on the disk.
    public static void sync(Path directory) throws IOException {
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            open.sync();
        }
    }

    /// Removes a directory and those above it as long as they are empty, up to `root`, which stays.
    public static void removeEmpty(Path directory, Path root) throws IOException {
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

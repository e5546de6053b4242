package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Turns the store read-only before the disk is full, and back. Safe for concurrent use.
final class DiskGuard {
    private final StoreOptions options;
    private volatile @Nullable String reason;

    DiskGuard(StoreOptions options) {
        this.options = options;
        check();
    }

    /// Why nothing may be taken in, or null.
    @Nullable
    String reason() {
        return reason;
    }

    /// Notes that a write failed: the store stays read-only until the next check finds room.
    void failed(IOException cause) {
        reason = "writing failed: " + cause.getMessage();
    }

    /// Looks at the disks again.
    void check() {
        reason = firstLow(options.walDirectory(), options.blockDirectory());
    }

    private @Nullable String firstLow(Path... directories) {
        for (Path directory : directories) {
            try {
                long free = Files.getFileStore(existing(directory)).getUsableSpace();
                long wanted = options.retention().minFreeBytes();
                if (free < wanted) {
                    return "the disk of %s has %d MiB free (expected: at least %d MiB)"
                            .formatted(directory, free >> 20, wanted >> 20);
                }
            } catch (IOException e) {
                return "the disk of " + directory + " cannot be looked at: " + e.getMessage();
            }
        }
        return null;
    }

    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}

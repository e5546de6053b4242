package io.rubato.cli;

import io.rubato.storage.backup.Backup;
import io.rubato.storage.backup.Backup.Copied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The stores of a data directory: one, and one for each tenant.
final class DataDirectories {
    private static final String TENANTS = "tenants";

    private DataDirectories() {}

    /// Copies one store.
    @FunctionalInterface
    interface Copying {
        Copied copy(Backup from, Path toBlocks, Path toWal) throws IOException;
    }

    /// Copies all stores of a data directory.
    ///
    /// @throws IOException when there is none
    static Copied copy(Path from, Path to, Copying copying) throws IOException {
        List<Path> stores = stores(from);
        if (stores.isEmpty()) {
            throw new IOException(from + " has no store (expected: a data directory with blocks/manifest)");
        }
        Copied all = new Copied(0, 0, 0, 0);
        for (Path store : stores) {
            Path source = from.resolve(store);
            Path target = to.resolve(store);
            Backup backup = new Backup(source.resolve("blocks"), source.resolve("wal"));
            all = all.and(copying.copy(backup, target.resolve("blocks"), target.resolve("wal")));
        }
        return all;
    }

    private static List<Path> stores(Path data) throws IOException {
        List<Path> stores = new ArrayList<>();
        if (isStore(data)) {
            stores.add(Path.of(""));
        }
        if (Files.isDirectory(data.resolve(TENANTS))) {
            try (Stream<Path> tenants = Files.list(data.resolve(TENANTS))) {
                tenants.filter(DataDirectories::isStore)
                        .sorted()
                        .forEach(tenant -> stores.add(data.relativize(tenant)));
            }
        }
        return stores;
    }

    private static boolean isStore(Path directory) {
        return Files.exists(directory.resolve("blocks").resolve("manifest"));
    }
}

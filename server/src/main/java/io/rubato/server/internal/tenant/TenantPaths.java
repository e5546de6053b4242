package io.rubato.server.internal.tenant;

import io.rubato.server.config.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Where tenants' stores lie: beside where the one store would, in `tenants/NAME`. What that one holds, if there is
/// any, is the tenant [TenantNames#SINGLE]'s.
record TenantPaths(Path walOfOne, Path blocksOfOne) {
    private static final String TENANTS = "tenants";

    static TenantPaths of(StorageSettings storage) {
        return new TenantPaths(
                storage.walPath().toAbsolutePath().normalize(),
                storage.blocksPath().toAbsolutePath().normalize());
    }

    Path wal(String tenant) {
        return of(walOfOne, tenant);
    }

    Path blocks(String tenant) {
        return of(blocksOfOne, tenant);
    }

    private static Path of(Path ofOne, String tenant) {
        return tenant.equals(TenantNames.SINGLE)
                ? ofOne
                : ofOne.resolveSibling(TENANTS).resolve(tenant).resolve(ofOne.getFileName());
    }

    /// The tenants that have stores.
    ///
    /// @throws IOException when a directory cannot be read
    Set<String> stored() throws IOException {
        Set<String> tenants = new TreeSet<>();
        if (Files.isDirectory(walOfOne) || Files.isDirectory(blocksOfOne)) {
            tenants.add(TenantNames.SINGLE);
        }
        for (Path ofOne : List.of(walOfOne, blocksOfOne)) {
            Path directory = ofOne.resolveSibling(TENANTS);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> found = Files.list(directory)) {
                    found.filter(Files::isDirectory)
                            .map(path -> path.getFileName().toString())
                            .filter(TenantNames::isValid)
                            .forEach(tenants::add);
                }
            }
        }
        return tenants;
    }
}

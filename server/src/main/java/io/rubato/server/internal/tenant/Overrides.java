package io.rubato.server.internal.tenant;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.config.YamlDocument;
import io.rubato.server.internal.file.Reloaded;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The limits of each tenant: those of the file of `tenants.overrides_file`, which is read again when it changes, and
/// where it says nothing those of the configuration. Safe for concurrent use.
public final class Overrides {
    /// Stands for every tenant that the file does not name.
    static final String OTHERS = "*";

    private static final Logger log = LoggerFactory.getLogger(Overrides.class);

    private final TenantLimits usual;
    private final @Nullable Reloaded<Map<String, TenantLimits>> file;

    /// @throws ConfigException when the file cannot be used
    public Overrides(ServerConfig config) throws ConfigException {
        this.usual = TenantLimits.of(config);
        Optional<Path> path = config.tenants().enabled() ? config.tenants().overridesFile() : Optional.empty();
        try {
            this.file = path.isPresent()
                    ? new Reloaded<>(
                            "tenants.overrides_file " + path.get(), List.of(path.get()), () -> read(path.get()))
                    : null;
        } catch (IOException e) {
            throw new ConfigException("tenants.overrides_file: " + e.getMessage());
        }
    }

    TenantLimits of(String tenant) {
        if (file == null) {
            return usual;
        }
        Map<String, TenantLimits> all = file.get();
        return all.getOrDefault(tenant, all.getOrDefault(OTHERS, usual));
    }

    private Map<String, TenantLimits> read(Path path) throws IOException {
        try {
            YamlDocument document = YamlDocument.parse(Files.readString(path), path.toString());
            OverridesReader reader = new OverridesReader(document, usual);
            Map<String, TenantLimits> limits = reader.read();
            reader.warnings().forEach(warning -> log.warn("{}", warning));
            return limits;
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": no such file, expected the limits of tenants", e);
        } catch (MalformedInputException e) {
            throw new IOException(path + ": not UTF-8, expected a YAML file", e);
        }
    }
}

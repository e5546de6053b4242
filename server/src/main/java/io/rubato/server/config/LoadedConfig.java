package io.rubato.server.config;

import io.rubato.server.internal.config.ConfigFile;
import io.rubato.server.internal.config.Loaded;
import io.rubato.server.internal.config.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configuration that was read. docs/configuration.md says what a file may hold.
///
/// @param config the configuration in force
/// @param warnings what an operator should know of, one line each, in the order of the file
public record LoadedConfig(ServerConfig config, List<String> warnings) {
    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }

    /// Reads a file, and then options that count more than it does.
    ///
    /// @param file the file, or null for the defaults
    /// @param env the environment, for `${NAME:default}` in values
    /// @param options settings by their key, `storage.data_dir` for one; they are not expanded
    /// @throws ConfigException if it cannot be read, is not YAML, or holds a value that is not of its key's type
    public static LoadedConfig load(@Nullable Path file, Map<String, String> env, Map<String, String> options)
            throws ConfigException {
        Loaded loaded =
                file == null ? ConfigFile.read("", "defaults", env, options) : ConfigFile.load(file, env, options);
        return new LoadedConfig(
                loaded.config(),
                loaded.warnings().stream().map(Warning::toString).toList());
    }

    /// The configuration in force as a file that reads back to the same.
    public String toYaml() {
        return ConfigFile.toYaml(config);
    }
}

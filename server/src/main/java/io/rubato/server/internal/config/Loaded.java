package io.rubato.server.internal.config;

import io.rubato.server.config.ServerConfig;
import java.util.List;

/// A configuration that was read.
///
/// @param config the configuration in force
/// @param warnings what an operator should know of, in the order of the file
public record Loaded(ServerConfig config, List<Warning> warnings) {
    public Loaded {
        warnings = List.copyOf(warnings);
    }
}

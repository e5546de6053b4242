package io.rubato.server.config;

import io.rubato.server.internal.rules.RuleFiles;
import java.nio.file.Path;
import java.util.List;

/// What rule files hold that can be used.
///
/// @param groups how many groups
/// @param recordings rules that record series
/// @param alerts rules that raise alerts
public record CheckedRules(long groups, long recordings, long alerts) {
    /// Reads rule files as a server does at its start.
    ///
    /// @throws ConfigException at the first thing that is wrong: file, line, key and what is accepted
    public static CheckedRules read(List<Path> files) throws ConfigException {
        return RuleFiles.read(files).check(RuleSettings.DEFAULT);
    }
}

package io.rubato.cli;

import io.rubato.server.auth.Right;
import java.util.Set;
import picocli.CommandLine.Option;

/// What a token or a user may do, and for whom.
final class AuthRights {
    @Option(
            names = "--rights",
            paramLabel = "RIGHTS",
            required = true,
            description = "What it may: ingest, query, or ingest,query.")
    private String rights = "";

    @Option(
            names = "--tenants",
            paramLabel = "TENANTS",
            split = "[,|]",
            description = "The tenants that it may act for, as in team-a,team-b (default: all).")
    private Set<String> tenants = Set.of();

    /// @throws IllegalArgumentException for what is no right
    Set<Right> rights() {
        return Right.parse(rights);
    }

    Set<String> tenants() {
        return tenants;
    }
}

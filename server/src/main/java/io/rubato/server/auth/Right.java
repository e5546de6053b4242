package io.rubato.server.auth;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What somebody may do.
public enum Right {
    /// Send spans.
    INGEST,
    /// Read spans, and everything else that the API tells.
    QUERY;

    /// As in a file and on the command line.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads `ingest`, `query` or `ingest,query`.
    ///
    /// @throws IllegalArgumentException with what was expected
    public static Set<Right> parse(String list) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String word : list.split(",", -1)) {
            switch (word) {
                case "ingest" -> rights.add(INGEST);
                case "query" -> rights.add(QUERY);
                default ->
                    throw new IllegalArgumentException(
                            "rights are '" + list + "', expected ingest, query or ingest,query");
            }
        }
        return rights;
    }

    static String text(Set<Right> rights) {
        return rights.stream().sorted().map(Right::text).collect(Collectors.joining(","));
    }
}

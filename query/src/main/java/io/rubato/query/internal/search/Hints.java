package io.rubato.query.internal.search;

import io.rubato.traceql.Hint;
import io.rubato.traceql.Static;
import java.util.List;
import java.util.Set;

/// What `with(...)` means to a search: nothing, because it always finds the newest traces and looks at all spans.
public final class Hints {
    private static final String MOST_RECENT = "most_recent";

    /// Those of Tempo. They change how it works, not what is found.
    private static final Set<String> KNOWN = Set.of(
            MOST_RECENT,
            "exemplars",
            "sample",
            "span_sample",
            "trace_sample",
            "extrapolate",
            "job_size",
            "time_overlap_cutoff",
            "concurrent_blocks",
            "debug",
            "info",
            "debug_return_in",
            "debug_std_dev",
            "debug_data_factor",
            "skip_ast_transformations",
            "spanonly_fetch");

    private Hints() {}

    /// Whether Tempo has a hint of that name.
    public static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /// A line for each hint that is not understood.
    static List<String> warnings(List<Hint> hints) {
        return hints.stream()
                .filter(hint -> !isUnderstood(hint))
                .map(hint -> KNOWN.contains(hint.name())
                        ? "hint " + hint + " was left out of account (expected: true or false)"
                        : "unknown hint " + hint.name() + " was left out of account")
                .toList();
    }

    private static boolean isUnderstood(Hint hint) {
        return KNOWN.contains(hint.name()) && (!hint.name().equals(MOST_RECENT) || hint.value() instanceof Static.Bool);
    }
}

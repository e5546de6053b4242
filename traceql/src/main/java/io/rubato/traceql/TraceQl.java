package io.rubato.traceql;

/// The entry to the language. Stateless and thread-safe.
public final class TraceQl {

    /// Longest query that is looked at, in UTF-8 bytes.
    public static final int MAX_BYTES = 131_072;

    /// Deepest nesting of a query and deepest tree that a parse returns, so that code may recurse over it.
    public static final int MAX_DEPTH = 512;

    /// Longest run of one of `&&` and `||` that leans to the left; longer runs are balanced trees.
    public static final int LONGEST_LEFT_RUN = 16;

    private TraceQl() {}
}

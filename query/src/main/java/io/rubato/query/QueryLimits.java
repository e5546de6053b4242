package io.rubato.query;

/// What one query may use beside its time.
///
/// @param memoryBytes of what is kept from batch to batch until the answer is known, roughly
/// @param resultBytes of the answer, roughly
public record QueryLimits(long memoryBytes, long resultBytes) {
    /// An eighth of the memory there is, and 64 MiB.
    public static final QueryLimits DEFAULT =
            new QueryLimits(Runtime.getRuntime().maxMemory() / 8, 64L << 20);
}

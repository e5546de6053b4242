package io.rubato.server.internal.otlp;

/// Bounds of what is transcoded.
///
/// @param maxDepth messages that may stand within each other, the request itself being the first; a span's plain
///     attribute value is the sixth (request, resource spans, scope spans, span, key-value, value), and an array or
///     list within it takes two or three more. At least 1, at most [#GREATEST_DEPTH].
/// @param maxBytes greatest size of the input, in bytes
public record OtlpLimits(int maxDepth, int maxBytes) {
    /// Deep enough for every body that the receivers accept, shallow enough for any thread's stack.
    public static final int GREATEST_DEPTH = 400;

    /// As deep as protobuf libraries read by default, and as large as an array.
    public static final OtlpLimits DEFAULT = new OtlpLimits(100, Integer.MAX_VALUE);

    /// @throws IllegalArgumentException if a bound is out of its range
    public OtlpLimits {
        if (maxDepth < 1 || maxDepth > GREATEST_DEPTH) {
            throw new IllegalArgumentException("maxDepth " + maxDepth + ", expected 1 to " + GREATEST_DEPTH);
        }
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes " + maxBytes + ", expected 0 or more");
        }
    }
}

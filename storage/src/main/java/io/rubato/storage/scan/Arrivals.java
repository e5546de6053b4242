package io.rubato.storage.scan;

import java.util.Map;

/// With what the spans of a source came in, so that who looks again and again can leave out what has nothing new.
/// Immutable.
///
/// @param inHeads whether some of the spans are in heads, where others may follow
/// @param extents how many rows of each head, or of each block that was flushed from one, the source's spans are among.
///     Keys say nothing but whether two are the same. What was written again when blocks were merged or traces moved
///     is not there: it came in with other blocks
public record Arrivals(boolean inHeads, Map<Object, Integer> extents) {
    /// What only has spans that are in other blocks, or were.
    public static final Arrivals NONE = new Arrivals(false, Map.of());

    public Arrivals {
        extents = Map.copyOf(extents);
    }

    /// Whether all spans were in an earlier snapshot.
    ///
    /// @param earlier the largest extents of all its sources
    public boolean areAmong(Map<Object, Integer> earlier) {
        return extents.entrySet().stream()
                .allMatch(extent -> extent.getValue() <= earlier.getOrDefault(extent.getKey(), 0));
    }
}

package io.rubato.query.internal.metrics;

/// The numbers of the buckets that there are counts for.
///
/// @param first the lowest
/// @param length how many
public record BucketRange(int first, int length) {
    private static final int GRAIN = 16;

    public boolean holds(int lowest, int end) {
        return lowest >= first && end <= first + length;
    }

    /// A range that holds `lowest` to `end - 1`, too.
    public BucketRange toHold(int lowest, int end) {
        boolean empty = length == 0;
        int from = empty ? lowest : Math.min(first, lowest);
        int to = empty ? end : Math.max(first + length, end);
        // Half as much again on the side that grows: sixteen at a time, most of the work were copying.
        int spare = length / 2;
        from -= lowest < first ? spare : 0;
        to += end > first + length ? spare : 0;
        from -= Math.floorMod(from, GRAIN);
        return new BucketRange(from, Math.ceilDiv(to - from, GRAIN) * GRAIN);
    }
}

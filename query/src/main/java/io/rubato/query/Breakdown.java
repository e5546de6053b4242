package io.rubato.query;

import java.util.Arrays;
import java.util.List;

/// What counts are broken down by beyond what they always are.
///
/// @param dimensions what spans say of themselves
/// @param cuts where the range is cut into intervals that count apart, Unix nanoseconds, ascending: each is the start
/// of
///     an interval, and one begins before the first. Not to be changed
@SuppressWarnings("ArrayRecordComponent")
public record Breakdown(List<Dimension> dimensions, long[] cuts) {
    /// By nothing.
    public static final Breakdown NONE = new Breakdown(List.of(), new long[0]);

    public static Breakdown by(List<Dimension> dimensions) {
        return new Breakdown(dimensions, new long[0]);
    }

    public boolean isNone() {
        return dimensions.isEmpty() && cuts.length == 0;
    }

    @Override
    public String toString() {
        return dimensions + " at " + Arrays.toString(cuts);
    }
}

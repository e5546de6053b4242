package io.rubato.traceql;

/// `compare({ selection }, top, start, end)`: attribute values of the selected spans beside those of the others.
///
/// @param selection which spans are the selection
/// @param top how many values of an attribute to keep, by count
/// @param startNanos start of the selection in nanoseconds since the epoch, 0 for none
/// @param endNanos end of the selection in nanoseconds since the epoch, 0 for none
public record Compare(SpansetFilter selection, int top, long startNanos, long endNanos) implements MetricsStage {

    /// How many values are kept if a query does not say.
    public static final int DEFAULT_TOP = 10;

    @Override
    public String toString() {
        String window = startNanos == 0 && endNanos == 0 ? "" : ", " + startNanos + ", " + endNanos;
        return "compare(" + selection + ", " + top + window + ')';
    }
}

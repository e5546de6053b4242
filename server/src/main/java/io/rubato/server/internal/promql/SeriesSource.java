package io.rubato.server.internal.promql;

import java.util.List;

/// Where series come from.
public interface SeriesSource {
    /// Counts what happened in the window of a length before each step.
    ///
    /// @param steps the same object for all that are asked for together, step by step, in order
    /// @param rangeNanos length of the windows; their ends are included, their starts are not
    Counts counts(List<Matcher> matchers, long rangeNanos, Steps steps);

    /// What was counted. Steps are asked for in order, each at most once or several times in a row.
    interface Counts {
        List<Sample> at(int step);
    }
}

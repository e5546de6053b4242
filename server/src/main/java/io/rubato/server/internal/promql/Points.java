package io.rubato.server.internal.promql;

import java.util.SortedMap;

/// One series over a range of time. Not to be changed.
///
/// @param labels with its name, if it has one
/// @param times Unix nanoseconds, in order
/// @param start, end the range, Unix nanoseconds
@SuppressWarnings("ArrayRecordComponent")
record Points(SortedMap<String, String> labels, long[] times, double[] values, long start, long end) {
    int count() {
        return times.length;
    }

    double last() {
        return values[values.length - 1];
    }
}

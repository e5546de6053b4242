package io.rubato.server.internal.prometheus;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One series at one moment. Labels are not to be changed.
record Sample(SortedMap<String, String> labels, double value) {
    /// Its labels but for some, or only some.
    SortedMap<String, String> labels(boolean without, List<String> names) {
        SortedMap<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeIf(name -> names.contains(name) == without || name.equals(Matcher.NAME));
        return kept;
    }

    Sample withValue(double other) {
        return new Sample(labels, other);
    }
}

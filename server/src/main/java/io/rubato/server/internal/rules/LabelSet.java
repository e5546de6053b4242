package io.rubato.server.internal.rules;

import io.rubato.server.internal.metrics.Labels;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Labels as Prometheus has them, by name. A label without text is none.
record LabelSet(SortedMap<String, String> labels) {
    static final LabelSet EMPTY = new LabelSet(new TreeMap<>());

    LabelSet {
        SortedMap<String, String> present = new TreeMap<>(labels);
        present.values().removeIf(String::isEmpty);
        labels = Collections.unmodifiableSortedMap(present);
    }

    /// These, and those others; where both have a name, the others count.
    LabelSet and(Map<String, String> others) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        all.putAll(others);
        return new LabelSet(all);
    }

    String get(String name) {
        return labels.getOrDefault(name, "");
    }

    Labels text() {
        Labels text = Labels.NONE;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text = text.and(label.getKey(), label.getValue());
        }
        return text;
    }

    @Override
    public String toString() {
        return "{" + text().text() + "}";
    }
}

package io.rubato.server.internal.prometheus;

import io.rubato.server.internal.promql.Matcher;
import io.rubato.server.internal.promql.PromNumbers;
import io.rubato.server.internal.promql.Sample;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Series as `/federate` writes them for another Prometheus: with a time, without a type, and with an `instance`, so
/// that the one that scrapes adds none.
/// Source: <https://prometheus.io/docs/prometheus/latest/federation/>
final class Federation {
    private Federation() {}

    /// @param nowNanos Unix nanoseconds
    static byte[] text(List<Sample> samples, long nowNanos) {
        SortedMap<String, SequencedSet<String>> families = new TreeMap<>();
        for (Sample sample : samples) {
            // The text format has no native histograms.
            if (sample.histogram() == null) {
                String name = sample.labels().getOrDefault(Matcher.NAME, "");
                families.computeIfAbsent(name, key -> new LinkedHashSet<>())
                        .add(line(name, sample, Math.floorDiv(nowNanos, 1_000_000)));
            }
        }
        StringBuilder out = new StringBuilder();
        families.forEach((name, lines) -> {
            out.append("# TYPE ").append(name).append(" untyped\n");
            lines.forEach(out::append);
        });
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String name, Sample sample, long millis) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        labels.remove(Matcher.NAME);
        labels.putIfAbsent("instance", "");
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(
                        ",", name + "{", "} " + PromNumbers.text(sample.value()) + " " + millis + "\n"));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}

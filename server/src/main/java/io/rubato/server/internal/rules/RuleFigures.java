package io.rubato.server.internal.rules;

import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.rules.Evaluator.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rules on `/metrics`: what they record, `ALERTS` as Prometheus names them, and how they fare.
final class RuleFigures {
    private RuleFigures() {}

    /// What rules record, and alerts.
    static void series(List<GroupRun> groups, PrometheusText text) {
        Map<String, Map<LabelSet, Double>> families = new TreeMap<>();
        long clashes = 0;
        for (GroupRun group : groups) {
            for (RuleRun rule : group.rules()) {
                Map<LabelSet, Double> family = families.computeIfAbsent(family(rule), name -> new LinkedHashMap<>());
                for (Sample sample : samples(rule)) {
                    clashes += family.putIfAbsent(sample.labels(), sample.value()) == null ? 0 : 1;
                }
            }
        }
        families.forEach((name, samples) -> {
            if (!samples.isEmpty()) {
                text.family(
                        name,
                        "gauge",
                        name.equals("ALERTS") ? "Alerts that are pending or firing." : "Recorded by a rule.");
                samples.forEach((labels, value) -> text.sample(name, labels.text(), value));
            }
        });
        text.single(
                "rubato_rule_series_clashing",
                "gauge",
                "Series left out because a rule before gives the same.",
                clashes);
    }

    private static String family(RuleRun rule) {
        return switch (rule.rule()) {
            case Rule.Recording recording -> recording.name();
            case Rule.Alerting _ -> "ALERTS";
        };
    }

    private static List<Sample> samples(RuleRun rule) {
        Alerts alerts = rule.alerts();
        return alerts == null
                ? rule.recorded()
                : alerts.active().stream()
                        .map(alert -> new Sample(alert.labels().and(Map.of("alertstate", alert.state())), 1))
                        .toList();
    }

    /// How groups fare.
    static void health(List<GroupRun> groups, PrometheusText text) {
        text.family("rubato_rule_group_rules", "gauge", "Rules of a group.");
        groups.forEach(group -> text.sample(
                "rubato_rule_group_rules", labels(group), group.rules().size()));
        text.family("rubato_rule_group_last_duration_seconds", "gauge", "How long the last evaluation took.");
        for (GroupRun group : groups) {
            Duration took = group.took();
            if (took != null) {
                text.sample("rubato_rule_group_last_duration_seconds", labels(group), took.toNanos() / 1e9);
            }
        }
        text.family(
                "rubato_rule_group_last_evaluation_timestamp_seconds",
                "gauge",
                "When it was last evaluated, Unix time.");
        for (GroupRun group : groups) {
            Instant at = group.evaluatedAt();
            if (at != null) {
                text.sample(
                        "rubato_rule_group_last_evaluation_timestamp_seconds", labels(group), at.toEpochMilli() / 1e3);
            }
        }
    }

    private static Labels labels(GroupRun group) {
        return Labels.of("rule_group", group.group().id());
    }
}

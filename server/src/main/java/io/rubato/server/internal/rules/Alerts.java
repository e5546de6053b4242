package io.rubato.server.internal.rules;

import io.rubato.server.internal.rules.Evaluator.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The alerts of one rule, which go from pending to firing to resolved as Prometheus' do. Changed by the thread of the
/// group, read by any.
/// Source: <https://github.com/prometheus/prometheus/blob/main/rules/alerting.go>
final class Alerts {
    /// An alert that is resolved is told of so long, for who has not heard of it.
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final Rule.Alerting rule;
    private final Map<LabelSet, Alert> alerts = new LinkedHashMap<>();
    private volatile List<Alert.Shown> active = List.of();

    Alerts(Rule.Alerting rule) {
        this.rule = rule;
    }

    /// The alerts that are pending or firing.
    List<Alert.Shown> active() {
        return active;
    }

    /// Takes what an evaluation gave.
    ///
    /// @throws RuleException when two alerts would have the same labels; then nothing changes
    synchronized void update(List<Sample> samples, Instant time) {
        Map<LabelSet, Alert> found = found(samples, time);
        for (Alert alert : found.values()) {
            Alert known = alerts.get(alert.labels);
            if (known == null || known.resolvedAt != null) {
                alerts.put(alert.labels, alert);
            } else {
                known.annotations = alert.annotations;
                known.value = alert.value;
                known.goneAt = null;
            }
        }
        Iterator<Alert> each = alerts.values().iterator();
        while (each.hasNext()) {
            Alert alert = each.next();
            boolean there = found.containsKey(alert.labels);
            if (!there && isOver(alert, time)) {
                each.remove();
            } else if (there
                    && alert.firedAt == null
                    && age(alert.activeAt, time).compareTo(rule.holds()) >= 0) {
                alert.firedAt = time;
            }
        }
        active = alerts.values().stream()
                .filter(alert -> alert.resolvedAt == null)
                .map(Alert::shown)
                .toList();
    }

    private Map<LabelSet, Alert> found(List<Sample> samples, Instant time) {
        Map<LabelSet, Alert> found = new LinkedHashMap<>();
        for (Sample sample : samples) {
            Map<String, String> own = expanded(rule.labels(), sample);
            own.put("alertname", rule.name());
            LabelSet labels = sample.labels().and(own);
            LabelSet annotations = LabelSet.EMPTY.and(expanded(rule.annotations(), sample));
            if (found.put(labels, new Alert(labels, annotations, sample.value(), time)) != null) {
                throw new RuleException("two alerts have the labels " + labels);
            }
        }
        return found;
    }

    private static SortedMap<String, String> expanded(SortedMap<String, Template> templates, Sample sample) {
        SortedMap<String, String> expanded = new TreeMap<>();
        templates.forEach((name, template) -> expanded.put(name, template.expand(sample.labels(), sample.value())));
        return expanded;
    }

    /// For an alert whose series is gone: resolves it, unless it is to go on; whether nothing more is to be told of it.
    private boolean isOver(Alert alert, Instant time) {
        if (alert.firedAt == null) {
            return true;
        }
        if (alert.resolvedAt != null) {
            return age(alert.resolvedAt, time).compareTo(REMEMBERED) > 0;
        }
        Instant goneAt = alert.goneAt == null ? time : alert.goneAt;
        alert.goneAt = goneAt;
        if (rule.keepsFiring().isZero() || age(goneAt, time).compareTo(rule.keepsFiring()) >= 0) {
            alert.resolvedAt = time;
        }
        return false;
    }

    private static Duration age(Instant since, Instant time) {
        return Duration.between(since, time);
    }

    /// What Alertmanagers are to be told now: what has begun to fire or is resolved, and what fires and was last told a
    /// while ago.
    ///
    /// @param lasts how long an Alertmanager takes an alert to go on if it hears no more of it
    synchronized List<Notification> due(Instant time, Duration resendDelay, Duration lasts, String link) {
        List<Notification> due = new ArrayList<>();
        for (Alert alert : alerts.values()) {
            Instant firedAt = alert.firedAt;
            if (firedAt != null && isDue(alert, time, resendDelay)) {
                alert.sentAt = time;
                Instant end = alert.resolvedAt == null ? time.plus(lasts) : alert.resolvedAt;
                due.add(new Notification(alert.labels, alert.annotations, firedAt, end, link));
            }
        }
        return due;
    }

    private static boolean isDue(Alert alert, Instant time, Duration resendDelay) {
        @Nullable Instant sentAt = alert.sentAt;
        return sentAt == null
                || (alert.resolvedAt != null && alert.resolvedAt.isAfter(sentAt))
                || age(sentAt, time).compareTo(resendDelay) >= 0;
    }
}

package io.rubato.server.internal.rules;

import io.rubato.server.internal.rules.Evaluator.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A rule at work: its last numbers, its alerts and its health. Evaluated by the thread of the group, read by any.
final class RuleRun {
    private static final Logger log = LoggerFactory.getLogger(RuleRun.class);

    /// Evaluations of the past that are made up for at a start, at most.
    private static final int MOST_OF_THE_PAST = 1_440;

    private final Rule rule;
    private final @Nullable Alerts alerts;
    private volatile List<Sample> recorded = List.of();
    private volatile @Nullable Outcome outcome;

    /// How the last evaluation went.
    ///
    /// @param error why it gave nothing; empty when it did
    record Outcome(Instant at, Duration took, String error) {}

    RuleRun(Rule rule) {
        this.rule = rule;
        this.alerts = rule instanceof Rule.Alerting alerting ? new Alerts(alerting) : null;
    }

    Rule rule() {
        return rule;
    }

    @Nullable
    Alerts alerts() {
        return alerts;
    }

    /// The series of a recording rule.
    List<Sample> recorded() {
        return recorded;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    /// Makes up for the evaluations of the past that tell since when an alert is pending: its spans are stored.
    void catchUp(Evaluator evaluator, RuleGroup group, Instant before) throws InterruptedException {
        if (alerts == null || !(rule instanceof Rule.Alerting alerting)) {
            return;
        }
        Duration past = alerting.holds().plus(alerting.keepsFiring());
        long evaluations = Math.min(
                MOST_OF_THE_PAST, Math.ceilDiv(past.toNanos(), group.interval().toNanos()));
        for (long i = evaluations; i > 0; i--) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Instant time = before.minus(group.interval().multipliedBy(i));
            try {
                alerts.update(samples(evaluator, group, time), time);
            } catch (RuntimeException e) {
                // Told by the first evaluation of the present, if it lasts.
            }
        }
    }

    /// @return whether it gave numbers
    boolean evaluate(Evaluator evaluator, RuleGroup group, Instant time) {
        long start = System.nanoTime();
        String error = "";
        try {
            List<Sample> samples = samples(evaluator, group, time);
            if (alerts != null) {
                alerts.update(samples, time);
            } else {
                recorded = samples;
            }
        } catch (RuleException e) {
            error = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            error = "internal error: " + e.getClass().getSimpleName() + ", see the server's log";
            log.atError().setCause(e).addKeyValue("rule", rule.name()).log("a rule failed");
        }
        if (!error.isEmpty()) {
            // Numbers of another time would look like those of now.
            recorded = List.of();
        }
        outcome = new Outcome(time, Duration.ofNanos(System.nanoTime() - start), error);
        return error.isEmpty();
    }

    private List<Sample> samples(Evaluator evaluator, RuleGroup group, Instant time) {
        List<Sample> samples =
                evaluator.evaluate(rule.query(), time.minus(group.offset()), rule.window(), group.limit());
        return switch (rule) {
            case Rule.Alerting _ -> samples;
            case Rule.Recording recording -> labelled(samples, recording);
        };
    }

    private static List<Sample> labelled(List<Sample> samples, Rule.Recording rule) {
        Set<LabelSet> seen = new HashSet<>();
        return samples.stream()
                .map(sample -> new Sample(sample.labels().and(rule.labels()), sample.value()))
                .peek(sample -> {
                    if (!seen.add(sample.labels())) {
                        throw new RuleException("two series have the labels " + sample.labels());
                    }
                })
                .toList();
    }
}

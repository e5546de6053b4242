package io.rubato.server.internal.rules;

import io.rubato.server.internal.metrics.Counter;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Loops;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.storage.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A group at work, in a thread of its own: evaluated at each multiple of its interval, starting with the one that has
/// just been. Where an evaluation takes so long that others should have begun meanwhile, the last of these is made, the
/// rest are counted as missed.
final class GroupRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupRun.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final RuleGroup group;
    private final List<RuleRun> rules;
    private final List<RuleRun> fresh;
    private final Evaluator evaluator;
    private final RuleClock clock;
    private final BiConsumer<GroupRun, Instant> afterwards;
    private final Counter evaluations;
    private final Counter failures;
    private final Counter missed;
    private final Loops loops;
    private final Loop loop;
    private long last;
    private boolean begun;
    private volatile @Nullable Duration took;
    private volatile @Nullable Instant evaluatedAt;

    /// @param before the same group as it was before the file changed: alerts of rules that stay go on; or null
    /// @param afterwards called after each evaluation with its time
    GroupRun(
            RuleGroup group,
            @Nullable GroupRun before,
            Evaluator evaluator,
            RuleClock clock,
            Registry registry,
            BiConsumer<GroupRun, Instant> afterwards) {
        this.group = group;
        this.evaluator = evaluator;
        this.clock = clock;
        this.afterwards = afterwards;
        List<RuleRun> old = before == null ? new ArrayList<>() : new ArrayList<>(before.rules);
        this.rules = new ArrayList<>();
        this.fresh = new ArrayList<>();
        for (Rule rule : group.rules()) {
            rules.add(takeOver(rule, old));
        }
        Labels labels = Labels.of("rule_group", group.id());
        this.evaluations = registry.counter("rubato_rule_evaluations_total", "Evaluations of rules.", labels);
        this.failures = registry.counter(
                "rubato_rule_evaluation_failures_total", "Evaluations of rules that gave nothing.", labels);
        this.missed = registry.counter(
                "rubato_rule_group_iterations_missed_total",
                "Evaluations of groups that were left out because one before took too long.",
                labels);
        this.loops = registry.loops();
        this.loop = new Loop("rules", group.name(), this::awaitTime, this::round);
    }

    private RuleRun takeOver(Rule rule, List<RuleRun> old) {
        for (RuleRun known : old) {
            if (known.rule().equals(rule)) {
                old.remove(known);
                return known;
            }
        }
        RuleRun run = new RuleRun(rule);
        fresh.add(run);
        return run;
    }

    void start() {
        loops.start(loop);
    }

    RuleGroup group() {
        return group;
    }

    List<RuleRun> rules() {
        return rules;
    }

    /// How long the last evaluation of all rules took; null before there was one.
    @Nullable
    Duration took() {
        return took;
    }

    @Nullable
    Instant evaluatedAt() {
        return evaluatedAt;
    }

    private boolean awaitTime() throws InterruptedException {
        if (begun) {
            clock.await(time(last + 1));
        }
        return true;
    }

    private void round() throws InterruptedException {
        long now = index(clock.now());
        if (!begun) {
            begun = true;
            last = now - 1;
            for (RuleRun rule : fresh) {
                loop.part(
                        "looking at the past of " + rule.rule().name(),
                        () -> rule.catchUp(evaluator, group, time(now)));
            }
            return;
        }
        long before = last;
        // Also back, with a clock that was set.
        last = now;
        if (now > before) {
            missed.add(now - before - 1);
            evaluate(time(now));
        }
    }

    private long index(Instant time) {
        return Math.floorDiv(nanos(time), group.interval().toNanos());
    }

    private Instant time(long index) {
        return Instant.EPOCH.plus(group.interval().multipliedBy(index));
    }

    private static long nanos(Instant time) {
        return Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L) + time.getNano();
    }

    private void evaluate(Instant time) throws InterruptedException {
        long start = System.nanoTime();
        for (RuleRun rule : rules) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            loop.part("evaluating " + rule.rule().name(), () -> evaluate(rule, time));
        }
        took = Duration.ofNanos(System.nanoTime() - start);
        afterwards.accept(this, time);
        evaluatedAt = time;
    }

    private void evaluate(RuleRun rule, Instant time) {
        RuleRun.Outcome before = rule.outcome();
        evaluations.increment();
        boolean good = rule.evaluate(evaluator, group, time);
        if (!good && !evaluator.isCancelled()) {
            failures.increment();
            RuleRun.Outcome outcome = rule.outcome();
            if (outcome != null && (before == null || !before.error().equals(outcome.error()))) {
                log.atWarn()
                        .addKeyValue("group", group.id())
                        .addKeyValue("rule", rule.rule().name())
                        .log("a rule was not evaluated: {}", outcome.error());
            }
        }
    }

    /// Ends the evaluation that runs, soon.
    void cancel() {
        evaluator.cancel();
        loop.cancel();
        loops.forget(loop);
    }

    /// Ends the evaluation that runs, and waits for its end.
    @Override
    public void close() {
        cancel();
        loop.awaitEnd(LONGEST_END);
    }
}

package io.rubato.generator;

import java.time.Duration;
import java.util.List;

/// How spans come in when every instance has an exporter as SDKs have it, and what comes late, long or
/// twice. Shares are 0 to 1; durations of zero mean: not at all.
///
/// @param instances of each of the 24 services; the more, the longer the queues of a rate take to fill
/// @param longGenerations share of the LLM traces whose model generates for 10 to 120 s, median 25 s
/// @param agents share of the traces that are agents: open for 20 s to an hour, median 5 min
/// @param late batches that arrive late
/// @param retries share of the batches that arrive twice, byte for byte, the second time 1 to 10 s later
/// @param againAfter every trace comes again so much later: the same id, other spans, other times
/// @param marathon length of one trace with a span a second, beside the others
/// @param clockSpread how wrong the clock of an instance may be, either way
public record Arrivals(
        int instances,
        double longGenerations,
        double agents,
        List<Late> late,
        double retries,
        Duration againAfter,
        Duration marathon,
        Duration clockSpread) {

    /// Five instances a service, nothing late, long or twice, clocks within 5 ms.
    public static final Arrivals PLAIN =
            new Arrivals(5, 0, 0, List.of(), 0, Duration.ZERO, Duration.ZERO, Duration.ofMillis(5));

    /// Batches that arrive `by` after they were sent.
    public record Late(double share, Duration by) {
        public Late {
            expectShare("late", share);
            expectNotNegative("late by", by);
        }
    }

    public Arrivals {
        if (instances < 1) {
            throw new IllegalArgumentException("instances " + instances + ": expected at least 1");
        }
        late = List.copyOf(late);
        expectShare("longGenerations", longGenerations);
        expectShare("agents", agents);
        expectShare("late", late.stream().mapToDouble(Late::share).sum());
        expectShare("retries", retries);
        expectNotNegative("againAfter", againAfter);
        expectNotNegative("marathon", marathon);
        expectNotNegative("clockSpread", clockSpread);
    }

    private static void expectShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " " + share + ": expected 0 to 1");
        }
    }

    private static void expectNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " " + duration + ": expected zero or more");
        }
    }

    public Arrivals withInstances(int each) {
        return new Arrivals(each, longGenerations, agents, late, retries, againAfter, marathon, clockSpread);
    }

    public Arrivals withLongGenerations(double share) {
        return new Arrivals(instances, share, agents, late, retries, againAfter, marathon, clockSpread);
    }

    public Arrivals withAgents(double share) {
        return new Arrivals(instances, longGenerations, share, late, retries, againAfter, marathon, clockSpread);
    }

    public Arrivals withLate(List<Late> batches) {
        return new Arrivals(instances, longGenerations, agents, batches, retries, againAfter, marathon, clockSpread);
    }

    public Arrivals withRetries(double share) {
        return new Arrivals(instances, longGenerations, agents, late, share, againAfter, marathon, clockSpread);
    }

    public Arrivals withAgainAfter(Duration after) {
        return new Arrivals(instances, longGenerations, agents, late, retries, after, marathon, clockSpread);
    }

    public Arrivals withMarathon(Duration length) {
        return new Arrivals(instances, longGenerations, agents, late, retries, againAfter, length, clockSpread);
    }

    public Arrivals withClockSpread(Duration spread) {
        return new Arrivals(instances, longGenerations, agents, late, retries, againAfter, marathon, spread);
    }
}

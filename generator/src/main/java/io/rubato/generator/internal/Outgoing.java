package io.rubato.generator.internal;

import io.rubato.generator.Arrivals;
import io.rubato.generator.Batch;
import java.util.ArrayDeque;
import java.util.List;

/// The network: most batches arrive at once, some late, some a second time.
final class Outgoing {
    private static final long FIRST_RETRY_NANOS = 1_000_000_000;
    private static final int RETRY_SPREAD_MILLIS = 9_000;

    private final List<Arrivals.Late> late;
    private final double retries;
    private final Dice dice;
    private final Agenda<Batch> delayed = new Agenda<>();

    Outgoing(Arrivals arrivals, Dice dice) {
        this.late = arrivals.late();
        this.retries = arrivals.retries();
        this.dice = dice;
    }

    /// When the next delayed batch arrives.
    long next() {
        return delayed.next();
    }

    void send(Batch batch, ArrayDeque<Batch> target) {
        long delay = delay();
        Batch arriving = delay == 0 ? batch : at(batch, batch.arrivalNanos() + delay);
        if (delay == 0) {
            target.add(arriving);
        } else {
            delayed.add(arriving.arrivalNanos(), arriving);
        }
        if (dice.chance(retries)) {
            long again = arriving.arrivalNanos() + FIRST_RETRY_NANOS + dice.below(RETRY_SPREAD_MILLIS) * 1_000_000L;
            delayed.add(again, at(batch, again));
        }
    }

    private long delay() {
        if (late.isEmpty()) {
            return 0;
        }
        double left = dice.unit();
        for (Arrivals.Late some : late) {
            left -= some.share();
            if (left < 0) {
                return some.by().toNanos();
            }
        }
        return 0;
    }

    private static Batch at(Batch batch, long nanos) {
        return new Batch(batch.body(), batch.spans(), batch.service(), nanos);
    }

    /// Lets the next delayed batch arrive.
    void arrive(ArrayDeque<Batch> target) {
        target.add(delayed.take());
    }
}

package io.rubato.tracing.internal.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.rubato.tracing.internal.log.LogPipeline;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Delivers batches of one signal one after the other, each retried with back-off until it is accepted, refused for
/// good, or too old; meanwhile the bounded queue takes up what comes. Runs on the thread of the batch processor.
///
/// @param <T> what is exported
final class Delivery<T> {
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(5);

    private final Function<Collection<T>, CompletableResultCode> exporter;
    private final Ledger ledger;
    private final Notices notices;
    private final long retryFor;
    private final long attemptLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private @Nullable Long closeBy;

    /// @param retryFor how long a batch is tried
    /// @param attemptLimit the longest that one attempt may take, the exporter's own time-out included
    Delivery(
            Function<Collection<T>, CompletableResultCode> exporter,
            Ledger ledger,
            LogPipeline log,
            Duration retryFor,
            Duration attemptLimit) {
        this.exporter = exporter;
        this.ledger = ledger;
        this.notices = new Notices(log);
        this.retryFor = retryFor.toNanos();
        this.attemptLimit = attemptLimit.toNanos();
    }

    CompletableResultCode deliver(Collection<T> batch) {
        long giveUpAt = System.nanoTime() + retryFor;
        long delay = FIRST_DELAY;
        while (true) {
            Failure failure = attempt(batch);
            if (failure == null) {
                return CompletableResultCode.ofSuccess();
            }
            long jittered = ThreadLocalRandom.current().nextLong(delay / 2, delay + 1);
            boolean again = failure.retryable() && pause(jittered, giveUpAt);
            if (notices.due()) {
                report(failure, again, batch.size());
            }
            if (!again) {
                ledger.settle(0, batch.size());
                return CompletableResultCode.ofFailure();
            }
            delay = Math.min(2 * delay, LONGEST_DELAY);
        }
    }

    /// Null if the backend has the batch, or refused a part of it for good.
    private @Nullable Failure attempt(Collection<T> batch) {
        Answer answer = new Answer();
        CompletableResultCode result;
        Answer.begin(answer);
        try {
            result = exporter.apply(batch);
        } catch (RuntimeException e) {
            return Failure.of(e, false);
        } finally {
            Answer.end();
        }
        result.join(Math.max(0, Math.min(attemptLimit, untilClose())), TimeUnit.NANOSECONDS);
        if (!result.isDone()) {
            return new Failure("no answer in time", true);
        }
        if (!result.isSuccess()) {
            Failure known = answer.failure();
            // Without an answer or an error of the connection the batch was never sent: it is too large, say.
            return known == null ? Failure.of(result.getFailureThrowable(), false) : known;
        }
        settle(batch.size(), answer.partial());
        return null;
    }

    private void settle(int size, PartialSuccess partial) {
        long rejected = Math.min(partial.rejected(), size);
        ledger.settle(size - rejected, rejected);
        if (rejected > 0 && notices.due()) {
            notices.warn(
                    "the backend rejected a part of the " + ledger.items(),
                    Map.of("rejected", rejected, "of", size, "reason", partial.message()));
        }
    }

    /// Waits before the next attempt, less long if close is called; false if there is no time for one.
    private boolean pause(long nanos, long giveUpAt) {
        lock.lock();
        try {
            boolean wasOpen = closeBy == null;
            long left = Math.min(nanos, untilClose());
            while (left > 0 && (closeBy == null) == wasOpen) {
                left = closing.awaitNanos(left);
            }
            return untilClose() > 0 && (closeBy != null || System.nanoTime() - giveUpAt < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private long untilClose() {
        lock.lock();
        try {
            return closeBy == null ? Long.MAX_VALUE : closeBy - System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /// From now on there is only so much time for all that is left, and no waiting for better times.
    void closeWithin(Duration deadline) {
        lock.lock();
        try {
            closeBy = System.nanoTime() + deadline.toNanos();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void report(Failure failure, boolean again, int size) {
        if (again) {
            notices.warn("export of " + ledger.items() + " fails, retrying", Map.of("reason", failure.reason()));
        } else {
            notices.warn(
                    "export of " + ledger.items() + " failed",
                    Map.of(
                            "failed",
                            size,
                            "reason",
                            failure.reason(),
                            "failed_total",
                            ledger.counters().failed() + size));
        }
    }
}

package io.rubato.bench;

import io.rubato.generator.Batch;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Sends all batches of a source with a bound on requests in flight, and counts the answers.
final class LoadRun {
    private static final long SECOND = 1_000_000_000;
    /// Progress is told every second at first, later every five.
    private static final long OFTEN_TOLD = 30 * SECOND;

    private static final long SELDOM = 5 * SECOND;

    private final Sender sender;
    private final int inFlight;
    private final Pace pace;
    private final PrintWriter progress;
    private final Semaphore permits;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> messages = new ConcurrentSkipListMap<>();

    /// What came of it.
    ///
    /// @param accepted spans the server acknowledged and did not reject
    /// @param rejected spans it rejected in partial successes
    /// @param requests requests sent
    /// @param wall from the first request to the last answer
    /// @param latencies of answered requests
    /// @param failures requests by what they failed with
    /// @param messages partial successes by their message
    record Result(
            long accepted,
            long rejected,
            long requests,
            Duration wall,
            Latencies latencies,
            Map<String, Long> failures,
            Map<String, Long> messages) {

        double spansPerSecond() {
            return accepted / (wall.toNanos() / 1e9);
        }

        long failedRequests() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// Sends each batch when `pace` says that it arrives.
    LoadRun(Sender sender, int inFlight, Pace pace, PrintWriter progress) {
        this.sender = sender;
        this.inFlight = inFlight;
        this.pace = pace;
        this.progress = progress;
        this.permits = new Semaphore(inFlight);
    }

    Result run(BatchSource source) throws InterruptedException {
        long start = System.nanoTime();
        long tellAt = start + SECOND;
        long first = Long.MIN_VALUE;
        for (Batch batch = source.take(); batch != null; batch = source.take()) {
            first = first == Long.MIN_VALUE ? batch.arrivalNanos() : first;
            if (!pace.isCompressed()) {
                awaitTime(start + pace.delay(batch.arrivalNanos() - first));
            }
            permits.acquire();
            send(batch);
            long now = System.nanoTime();
            if (now >= tellAt) {
                tell(now - start);
                tellAt = now + (now - start < OFTEN_TOLD ? SECOND : SELDOM);
            }
        }
        permits.acquire(inFlight);
        long wall = System.nanoTime() - start;
        tell(wall);
        return new Result(
                accepted.sum(),
                rejected.sum(),
                requests.sum(),
                Duration.ofNanos(wall),
                latencies,
                sums(failures),
                sums(messages));
    }

    private static void awaitTime(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void send(Batch batch) {
        long sentAt = System.nanoTime();
        requests.increment();
        var _ = sender.send(batch.body()).whenComplete((ack, failure) -> {
            if (failure != null) {
                count(failures, cause(failure));
            } else {
                latencies.add(System.nanoTime() - sentAt);
                rejected.add(ack.rejected());
                accepted.add(batch.spans() - ack.rejected());
                if (!ack.message().isEmpty()) {
                    count(messages, ack.message());
                }
            }
            permits.release();
        });
    }

    private static String cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static void count(Map<String, LongAdder> counts, String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new java.util.TreeMap<>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }

    private void tell(long elapsedNanos) {
        progress.println(Table.number(
                "%6.1f s  %,d spans  %,.0f spans/s  p50 %.1f ms  p99 %.1f ms  %d failed",
                elapsedNanos / 1e9,
                accepted.sum(),
                accepted.sum() / (elapsedNanos / 1e9),
                latencies.millis(0.5),
                latencies.millis(0.99),
                failures.values().stream().mapToLong(LongAdder::sum).sum()));
        progress.flush();
    }
}

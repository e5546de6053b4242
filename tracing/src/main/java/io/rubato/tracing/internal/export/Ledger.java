package io.rubato.tracing.internal.export;

import io.rubato.tracing.SignalCounters;
import io.rubato.tracing.internal.log.LogPipeline;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts the items (spans or log records) of one signal, and admits only as many as the queue of the batch processor
/// holds: so that processor never drops one by itself, and every item is accounted for. Safe for concurrent use.
public final class Ledger {
    private final String items;
    private final String variable;
    private final long limit;
    private final Notices notices;
    private final AtomicLong pending = new AtomicLong();
    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    /// @param items their name in messages, `spans` say
    /// @param limit the size of the queue
    /// @param variable the variable that sets it
    public Ledger(String items, long limit, String variable, LogPipeline log) {
        this.items = items;
        this.limit = limit;
        this.variable = variable;
        this.notices = new Notices(log);
    }

    String items() {
        return items;
    }

    /// True if one more item may be queued; false counts it as dropped.
    boolean admit() {
        if (closed) {
            dropped.increment();
            return false;
        }
        if (pending.incrementAndGet() > limit) {
            pending.decrementAndGet();
            dropped.increment();
            if (notices.due()) {
                notices.warn(
                        "dropping " + items + ": the export queue is full",
                        Map.of("dropped", dropped.sum(), "queue", limit, "variable", variable));
            }
            return false;
        }
        return true;
    }

    void settle(long accepted, long refused) {
        exported.add(accepted);
        failed.add(refused);
        pending.addAndGet(-(accepted + refused));
    }

    /// From now on nothing is admitted.
    void close() {
        closed = true;
    }

    /// What is still pending will not be sent any more; returns how many.
    long writeOff() {
        long rest = Math.max(0, pending.getAndSet(0));
        dropped.add(rest);
        return rest;
    }

    public SignalCounters counters() {
        return new SignalCounters(exported.sum(), failed.sum(), dropped.sum(), Math.max(0, pending.get()));
    }
}

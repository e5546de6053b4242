package io.rubato.server.internal.metrics;

import java.util.concurrent.atomic.LongAdder;

/// A number that only grows. Safe for concurrent use.
public final class Counter {
    private final LongAdder value = new LongAdder();

    Counter() {}

    public void add(long amount) {
        value.add(amount);
    }

    public void increment() {
        value.increment();
    }

    public long value() {
        return value.sum();
    }
}

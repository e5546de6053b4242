package io.rubato.server.internal.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// Durations counted in fixed buckets. Safe for concurrent use.
public final class Histogram {
    private static final double[] BOUNDS_SECONDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_SECONDS.length + 1);
    private final LongAdder nanos = new LongAdder();

    Histogram() {}

    public void record(long durationNanos) {
        nanos.add(durationNanos);
        int bucket = 0;
        while (bucket < BOUNDS_SECONDS.length && durationNanos > BOUNDS_SECONDS[bucket] * 1e9) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
    }

    void write(PrometheusText text, String name, Labels labels) {
        long total = 0;
        for (int i = 0; i <= BOUNDS_SECONDS.length; i++) {
            total += counts.get(i);
            String bound = i == BOUNDS_SECONDS.length ? "+Inf" : PrometheusText.number(BOUNDS_SECONDS[i]);
            text.sample(name + "_bucket", labels.and("le", bound), total);
        }
        text.sample(name + "_sum", labels, nanos.sum() / 1e9);
        text.sample(name + "_count", labels, total);
    }
}

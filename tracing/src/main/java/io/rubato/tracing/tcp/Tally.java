package io.rubato.tracing.tcp;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The live counters behind [TcpCounters].
final class Tally {
    final AtomicLong acknowledged = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong late = new AtomicLong();
    private final Map<TcpFault, AtomicLong> faults = new EnumMap<>(TcpFault.class);

    Tally() {
        for (TcpFault fault : TcpFault.values()) {
            faults.put(fault, new AtomicLong());
        }
    }

    /// The map is complete from the start and never changes, so that it needs no lock.
    void count(TcpFault fault) {
        AtomicLong count = faults.get(fault);
        if (count != null) {
            count.incrementAndGet();
        }
    }

    TcpCounters snapshot(long connections) {
        Map<TcpFault, Long> seen = new EnumMap<>(TcpFault.class);
        faults.forEach((fault, count) -> {
            if (count.get() > 0) {
                seen.put(fault, count.get());
            }
        });
        return new TcpCounters(connections, acknowledged.get(), failed.get(), late.get(), seen);
    }
}

package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Damage that readers met: each place is logged once and counted once. Safe for concurrent use.
final class DamageLog {
    private static final Logger LOG = LoggerFactory.getLogger(DamageLog.class);
    private static final int MAX_REMEMBERED = 10_000;

    private final Counters events;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    DamageLog(Counters events) {
        this.events = events;
    }

    void add(DamagedException damage) {
        String message = String.valueOf(damage.getMessage());
        if (known.size() < MAX_REMEMBERED && known.add(message)) {
            events.add("chunks_damaged", 1);
            LOG.error("stored data is damaged, the rest is served: {}", message);
        }
    }
}

package io.rubato.storage.internal.block;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Decoded parts of blocks within a budget, the least recently used dropped. Safe for concurrent use.
final class RecentParts {
    private final long budget;
    private final int admitted;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
    private long held;
    private int turnedAway;

    private record Key(Object block, Class<?> type, long offset) {}

    private record Entry(Object value, long bytes) {}

    /// @param admitted once there is no room left, one of so many new parts takes the place of others
    RecentParts(long budget, int admitted) {
        this.budget = budget;
        this.admitted = admitted;
    }

    <T> T get(Object block, Class<T> type, long offset, Supplier<T> load, ToLongFunction<T> size) {
        Key key = new Key(block, type, offset);
        Object known = find(key);
        if (known != null) {
            return type.cast(known);
        }
        T loaded = load.get();
        put(key, new Entry(loaded, size.applyAsLong(loaded) + 128));
        return loaded;
    }

    private synchronized @Nullable Object find(Key key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    private synchronized void put(Key key, Entry entry) {
        if (held + entry.bytes > budget && ++turnedAway < admitted) {
            return;
        }
        turnedAway = 0;
        Entry old = entries.put(key, entry);
        held += entry.bytes - (old == null ? 0 : old.bytes);
        var eldest = entries.entrySet().iterator();
        while (held > budget && eldest.hasNext()) {
            Map.Entry<Key, Entry> next = eldest.next();
            if (!next.getKey().equals(key)) {
                held -= next.getValue().bytes;
                eldest.remove();
            }
        }
    }

    synchronized void forget(Object block) {
        entries.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().block.equals(block);
            held -= gone ? entry.getValue().bytes : 0;
            return gone;
        });
    }

    synchronized long bytes() {
        return held;
    }
}

package io.rubato.storage.internal.block;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Decoded footers, dictionaries and indexes of blocks, the least recently used dropped when they are over
/// the budget. Safe for concurrent use; a part that two threads want at once may be decoded twice.
public final class SectionCache {
    private final long budget;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
    private long held;

    private record Key(Object block, String part) {}

    private record Entry(Object value, long bytes) {}

    /// @param budgetBytes how much memory decoded parts may hold, roughly
    public SectionCache(long budgetBytes) {
        this.budget = budgetBytes;
    }

    /// The part, decoded by `load` when it is not at hand.
    <T> T get(Object block, String part, Class<T> type, Supplier<T> load, ToLongFunction<T> size) {
        Key key = new Key(block, part);
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

    /// Drops all parts of a block.
    public synchronized void forget(Object block) {
        entries.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().block.equals(block);
            held -= gone ? entry.getValue().bytes : 0;
            return gone;
        });
    }

    /// Bytes held, roughly.
    public synchronized long bytes() {
        return held;
    }
}

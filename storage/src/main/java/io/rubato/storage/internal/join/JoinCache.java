package io.rubato.storage.internal.join;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Joined traces within a budget of memory; those used longest ago are dropped and joined again when they are needed.
/// Safe for concurrent use.
public final class JoinCache {
    private final long budget;
    private final LinkedHashMap<Object, JoinedHead> heads = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<JoinedHead, Long> sizes = new HashMap<>();
    private long held;

    /// @param budgetBytes how much memory joined traces may hold, roughly
    public JoinCache(long budgetBytes) {
        this.budget = budgetBytes;
    }

    /// The unit's traces, whole.
    ///
    /// @throws io.rubato.storage.DamagedException when a place cannot be read
    JoinedTraces read(JoinUnit unit) {
        JoinedHead joined = find(unit.key());
        JoinedTraces traces = joined.read(unit);
        if (traces == null) {
            // A reader of an older view: what it sees must not be newer.
            return java.util.Objects.requireNonNull(new JoinedHead().read(unit));
        }
        account(unit.key(), joined);
        return traces;
    }

    private synchronized JoinedHead find(Object key) {
        return heads.computeIfAbsent(key, missing -> new JoinedHead());
    }

    private synchronized void account(Object key, JoinedHead joined) {
        if (heads.get(key) != joined) {
            return;
        }
        long bytes = joined.bytes();
        Long before = sizes.put(joined, bytes);
        held += bytes - (before == null ? 0 : before);
        var eldest = heads.entrySet().iterator();
        while (held > budget && eldest.hasNext()) {
            Map.Entry<Object, JoinedHead> next = eldest.next();
            if (next.getValue() != joined || bytes > budget) {
                Long size = sizes.remove(next.getValue());
                held -= size == null ? 0 : size;
                eldest.remove();
            }
        }
    }

    /// Bytes held, roughly.
    public synchronized long bytes() {
        return held;
    }
}

package io.rubato.examples.serving.worker;

import io.rubato.examples.serving.model.KvCache;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The key-value caches that wait to be fetched. When they outgrow the limit the oldest are forgotten, and decode fails
/// at those. Safe for concurrent use.
final class CacheStore {
    private final Map<String, KvCache> caches = new LinkedHashMap<>();
    private final long limit;
    private long bytes;
    private long forgotten;

    /// @param limit bytes of all of them
    CacheStore(long limit) {
        this.limit = limit;
    }

    synchronized void put(String id, KvCache cache) {
        caches.put(id, cache);
        bytes += cache.bytes();
        Iterator<KvCache> oldest = caches.values().iterator();
        while (bytes > limit && caches.size() > 1) {
            bytes -= oldest.next().bytes();
            oldest.remove();
            forgotten++;
        }
    }

    /// Gives a cache away.
    synchronized @Nullable KvCache take(String id) {
        KvCache cache = caches.remove(id);
        if (cache != null) {
            bytes -= cache.bytes();
        }
        return cache;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long forgotten() {
        return forgotten;
    }
}

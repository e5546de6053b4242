package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.FilterFile;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.block.TraceFilter;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Several blocks with one filter over the traces of all, so that a trace that none of them has is ruled out with one
/// look-up. The filter is read when it is needed. Safe for concurrent use.
public final class FilterGroup {
    private final String key;
    private final Set<UUID> blocks;
    private final ObjectStore objects;
    private final SectionCache cache;
    private final Consumer<String> onDamage;
    private volatile boolean unreadable;

    private FilterGroup(
            String key, Set<UUID> blocks, ObjectStore objects, SectionCache cache, Consumer<String> onDamage) {
        this.key = key;
        this.blocks = blocks;
        this.objects = objects;
        this.cache = cache;
        this.onDamage = onDamage;
    }

    /// Opens a stored filter.
    ///
    /// @param key of its object
    /// @param onDamage called with a line about damage whenever a read meets it
    /// @throws DamagedException when its header is damaged
    public static FilterGroup open(String key, ObjectStore objects, SectionCache cache, Consumer<String> onDamage)
            throws IOException {
        try (ObjectReader reader = objects.open(key)) {
            Set<UUID> blocks = Set.copyOf(new FilterFile(key, new ReaderBytes(reader), onDamage).blocks());
            return new FilterGroup(key, blocks, objects, cache, onDamage);
        }
    }

    /// The key of its object.
    public String key() {
        return key;
    }

    /// Ids of the blocks whose traces are in the filter; some of them may no longer be in the store.
    public Set<UUID> blocks() {
        return blocks;
    }

    /// The filter; null when it cannot be read, so that each of the blocks must be searched.
    public @Nullable TraceFilter filter() {
        if (unreadable) {
            return null;
        }
        try {
            return cache.get(key, TraceFilter.class, 0, this::read, TraceFilter::size64);
        } catch (DamagedException | UncheckedIOException e) {
            unreadable = true;
            return null;
        }
    }

    private TraceFilter read() {
        try (ObjectReader reader = objects.open(key)) {
            return new FilterFile(key, new ReaderBytes(reader), onDamage).filter();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a read failed, so that the filter is of no use.
    public boolean isUnreadable() {
        return unreadable;
    }

    /// Drops what is cached of it.
    public void forget() {
        cache.forget(key);
    }
}

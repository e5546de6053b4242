package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.block.FilterFile;
import io.rubato.storage.internal.block.GroupFilter;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Several blocks with one filter over the traces of all, which says for a trace which block may have it, so that a
/// trace that none of them has is ruled out with one look-up. The filter is read when it is needed. Safe for concurrent
/// use.
public final class FilterGroup {
    private final String key;
    private final List<FilterFile.Member> members;
    private final ObjectStore objects;
    private final SectionCache cache;
    private final Consumer<String> onDamage;
    private volatile boolean unreadable;

    private FilterGroup(
            String key,
            List<FilterFile.Member> members,
            ObjectStore objects,
            SectionCache cache,
            Consumer<String> onDamage) {
        this.key = key;
        this.members = members;
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
            List<FilterFile.Member> members = new FilterFile(key, new ReaderBytes(reader), onDamage).members();
            return new FilterGroup(key, members, objects, cache, onDamage);
        }
    }

    /// The key of its object.
    public String key() {
        return key;
    }

    /// The blocks whose traces are in the filter, by the filter's positions; some of them may no longer be in the
    /// store.
    public List<FilterFile.Member> members() {
        return members;
    }

    /// The ids of these blocks.
    public List<UUID> blocks() {
        return members.stream().map(FilterFile.Member::block).toList();
    }

    /// The filter; null when it cannot be read, so that each of the blocks must be searched.
    public @Nullable GroupFilter filter() {
        if (unreadable) {
            return null;
        }
        try {
            return cache.get(key, GroupFilter.class, 0, this::read, GroupFilter::size64);
        } catch (DamagedException | UncheckedIOException e) {
            unreadable = true;
            return null;
        }
    }

    private GroupFilter read() {
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

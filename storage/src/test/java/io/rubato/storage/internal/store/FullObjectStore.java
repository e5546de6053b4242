package io.rubato.storage.internal.store;

import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.objects.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An object store whose writes fail for keys of a prefix, as on a full disk.
final class FullObjectStore implements ObjectStore {
    private final ObjectStore store;
    private volatile @Nullable String failing;

    FullObjectStore(ObjectStore store) {
        this.store = store;
    }

    /// Lets writes of keys with a prefix fail from now on; null for none.
    void fail(@Nullable String prefix) {
        failing = prefix;
    }

    private void check(String key) throws IOException {
        String prefix = failing;
        if (prefix != null && key.startsWith(prefix)) {
            throw new IOException("no space left for " + key);
        }
    }

    @Override
    public String put(String key, ObjectContent content) throws IOException {
        check(key);
        return store.put(key, content);
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        check(key);
        return store.putIfAbsent(key, content);
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
        check(key);
        return store.replace(key, content, expectedVersion);
    }

    @Override
    public ObjectReader open(String key) throws IOException {
        return store.open(key);
    }

    @Override
    public Optional<ObjectInfo> find(String key) throws IOException {
        return store.find(key);
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) throws IOException {
        store.delete(key);
    }

    @Override
    public long freeBytes() throws IOException {
        return store.freeBytes();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }
}

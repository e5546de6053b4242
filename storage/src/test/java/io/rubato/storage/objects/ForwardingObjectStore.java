package io.rubato.storage.objects;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Another store under a name of its own: what a test wants to go wrong overrides the method.
public abstract class ForwardingObjectStore implements ObjectStore {
    private final ObjectStore store;

    protected ForwardingObjectStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String put(String key, ObjectContent content) throws IOException {
        return store.put(key, content);
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        return store.putIfAbsent(key, content);
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
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

package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectInfo;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.objects.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A store whose chosen write fails: before it takes place, or after, as when the answer is lost.
final class FaultyObjectStore implements ObjectStore {

    private final ObjectStore store;
    private int untilBefore = Integer.MAX_VALUE;
    private int untilAfter = Integer.MAX_VALUE;

    FaultyObjectStore(ObjectStore store) {
        this.store = store;
    }

    /// The write after `more` others does not take place.
    void failBefore(int more) {
        untilBefore = more;
    }

    /// The write after `more` others takes place and reports a failure.
    void failAfter(int more) {
        untilAfter = more;
    }

    private interface Write<T> {
        T run() throws IOException;
    }

    private <T> T write(Write<T> write) throws IOException {
        if (untilBefore-- == 0) {
            throw new IOException("the disk is gone");
        }
        T result = write.run();
        if (untilAfter-- == 0) {
            throw new IOException("the answer is lost");
        }
        return result;
    }

    @Override
    public String put(String key, ObjectContent content) throws IOException {
        return write(() -> store.put(key, content));
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        return write(() -> store.putIfAbsent(key, content));
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
        return write(() -> store.replace(key, content, expectedVersion));
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

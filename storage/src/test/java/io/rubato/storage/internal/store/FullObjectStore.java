package io.rubato.storage.internal.store;

import io.rubato.storage.objects.ForwardingObjectStore;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.objects.WriteResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An object store whose writes fail for keys of a prefix, as on a full disk.
final class FullObjectStore extends ForwardingObjectStore {
    private volatile @Nullable String failing;

    FullObjectStore(ObjectStore store) {
        super(store);
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
        return super.put(key, content);
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        check(key);
        return super.putIfAbsent(key, content);
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
        check(key);
        return super.replace(key, content, expectedVersion);
    }
}

package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.ForwardingObjectStore;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.objects.WriteResult;
import java.io.IOException;

/// A store whose chosen write fails: before it takes place, or after, as when the answer is lost.
final class FaultyObjectStore extends ForwardingObjectStore {
    private int untilBefore = Integer.MAX_VALUE;
    private int untilAfter = Integer.MAX_VALUE;

    FaultyObjectStore(ObjectStore store) {
        super(store);
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
        return write(() -> super.put(key, content));
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        return write(() -> super.putIfAbsent(key, content));
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
        return write(() -> super.replace(key, content, expectedVersion));
    }
}

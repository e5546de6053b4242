package io.rubato.storage.objects;

import io.rubato.storage.objects.WriteResult.PreconditionFailed;
import io.rubato.storage.objects.WriteResult.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Objects on the heap, for tests.
public final class MemoryObjectStore implements ObjectStore {

    private final ConcurrentSkipListMap<String, Entry> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong versions = new AtomicLong();

    private record Entry(ByteBuffer bytes, ObjectInfo info) {}

    @Override
    public String put(String key, ObjectContent content) throws IOException {
        Entry entry = entry(key, content);
        objects.put(key, entry);
        return entry.info().version();
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        return write(key, content, old -> old == null);
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
        return write(key, content, old -> old != null && old.info().version().equals(expectedVersion));
    }

    private WriteResult write(String key, ObjectContent content, Predicate<@Nullable Entry> condition)
            throws IOException {
        Entry entry = entry(key, content);
        synchronized (objects) {
            if (!condition.test(objects.get(key))) {
                return new PreconditionFailed();
            }
            objects.put(key, entry);
        }
        return new Stored(entry.info().version());
    }

    private Entry entry(String key, ObjectContent content) throws IOException {
        ObjectKeys.requireKey(key);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.writeTo(Channels.newChannel(out));
        String version = "v" + versions.incrementAndGet();
        return new Entry(
                ByteBuffer.wrap(out.toByteArray()),
                new ObjectInfo(key, out.size(), version, System.currentTimeMillis()));
    }

    @Override
    public ObjectReader open(String key) throws IOException {
        Entry entry = objects.get(ObjectKeys.requireKey(key));
        if (entry == null) {
            throw new NoSuchObjectException(key, this);
        }
        return new Reader(entry);
    }

    @Override
    public Optional<ObjectInfo> find(String key) {
        return Optional.ofNullable(objects.get(ObjectKeys.requireKey(key))).map(Entry::info);
    }

    @Override
    public List<ObjectInfo> list(String prefix) {
        ObjectKeys.requirePrefix(prefix);
        return objects.tailMap(prefix).values().stream()
                .map(Entry::info)
                .takeWhile(info -> info.key().startsWith(prefix))
                .toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(ObjectKeys.requireKey(key));
    }

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory";
    }

    private static final class Reader implements ObjectReader {

        private final Entry entry;
        private volatile boolean closed;

        Reader(Entry entry) {
            this.entry = entry;
        }

        @Override
        public String key() {
            return entry.info().key();
        }

        @Override
        public long size() {
            return entry.info().size();
        }

        @Override
        public String version() {
            return entry.info().version();
        }

        @Override
        public int read(long offset, ByteBuffer target) throws IOException {
            if (offset < 0) {
                throw new IllegalArgumentException("offset " + offset + ": expected 0 or more");
            }
            if (closed) {
                throw new ClosedChannelException();
            }
            if (!target.hasRemaining()) {
                return 0;
            }
            if (offset >= size()) {
                return -1;
            }
            int length = (int) Math.min(size() - offset, target.remaining());
            target.put(entry.bytes().slice((int) offset, length));
            return length;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

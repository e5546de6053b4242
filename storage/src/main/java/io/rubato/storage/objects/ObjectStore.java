package io.rubato.storage.objects;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Objects by key: what a local disk and S3 have in common, and no more.
///
/// An object is written whole and never changed in place. A write is atomic (a reader sees the old object, the
/// new one or none, never a part) and durable when it returns. A write that throws [IOException] may or may not
/// have taken place, as with any store at the far end of a network; who must know looks again.
///
/// Every object has a *version*, an opaque text like an S3 ETag, that differs between any two successive
/// contents of a key. With it [#replace] and [#putIfAbsent] decide races: of all writers that saw the same
/// state, one wins.
///
/// Keys are slash-separated as [ObjectKeys] says; any other key is refused with [IllegalArgumentException]. A
/// key that is also the folder of other keys (`a` and `a/b`) works in some stores only: do not make one.
///
/// All methods may be called by many threads at once. Whoever opened a store closes it, after its readers.
/// `toString` says where the store is, for messages. Every implementation passes `ObjectStoreContract`.
public interface ObjectStore extends Closeable {

    /// Stores an object, in place of an older one with this key if there is one. Returns its version.
    ///
    /// @throws IOException if the store cannot take it: a full disk, a refused request, or what `content` threw
    String put(String key, ObjectContent content) throws IOException;

    /// Stores an object if the key has none (S3: `If-None-Match: *`).
    WriteResult putIfAbsent(String key, ObjectContent content) throws IOException;

    /// Stores an object if the key's present one has this version (S3: `If-Match`). A key without an object is
    /// a failed precondition as well.
    WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException;

    /// Opens an object for reads; the caller closes the reader. For an object that is read often, keep it open.
    ///
    /// @throws NoSuchObjectException if there is none
    ObjectReader open(String key) throws IOException;

    /// What is known of an object without reading it, or empty if there is none.
    Optional<ObjectInfo> find(String key) throws IOException;

    /// All objects whose key starts with a prefix (`""`: all), in ascending order of their keys' characters.
    /// The prefix may end within a part. Objects that come or go meanwhile may or may not be in it.
    List<ObjectInfo> list(String prefix) throws IOException;

    /// Deletes an object; does nothing if there is none. Readers that have it open go on reading it. A deletion
    /// need not survive power loss: an object that comes back is deleted again.
    void delete(String key) throws IOException;

    /// Bytes that can still be stored, [Long#MAX_VALUE] where the store has no limit.
    long freeBytes() throws IOException;

    /// Size in bytes.
    ///
    /// @throws NoSuchObjectException if there is none
    default long size(String key) throws IOException {
        Optional<ObjectInfo> found = find(key);
        if (found.isEmpty()) {
            throw new NoSuchObjectException(key, this);
        }
        return found.get().size();
    }

    /// One read, as [ObjectReader#read] does it.
    default int read(String key, long offset, ByteBuffer target) throws IOException {
        try (ObjectReader reader = open(key)) {
            return reader.read(offset, target);
        }
    }

    /// Several ranges of one version of an object, as [ObjectReader#readRanges] does it.
    default List<ByteBuffer> readRanges(String key, List<ByteRange> ranges) throws IOException {
        try (ObjectReader reader = open(key)) {
            return reader.readRanges(ranges);
        }
    }
}

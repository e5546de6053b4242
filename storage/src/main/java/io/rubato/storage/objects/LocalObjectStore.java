package io.rubato.storage.objects;

import io.rubato.storage.internal.files.Directories;
import io.rubato.storage.objects.WriteResult.PreconditionFailed;
import io.rubato.storage.objects.WriteResult.Stored;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Objects as files under a directory; the key is the path. One process at a time may write (the lock file
/// `.lock` holds it off); any number may read.
///
/// A write goes to a file in `.tmp`, is synced, renamed to its place, and the directory is synced. What a crash
/// left in `.tmp` is removed by [#open]. A version is the file's time of modification and size; the time is
/// moved on by a millisecond where two writes to a key share one, so versions of a key never repeat.
public final class LocalObjectStore implements ObjectStore {

    private final Path root;
    private final @Nullable StoreLock lock;

    /// Held where a key's state is looked at and changed: version check, rename, making and removing of
    /// directories.
    private final ReentrantLock changes = new ReentrantLock();

    private LocalObjectStore(Path root, @Nullable StoreLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /// Opens a directory for reading and writing, and makes it if it is missing.
    ///
    /// @throws IOException if it cannot be written, or is open for writing already, here or in another process
    public static LocalObjectStore open(Path directory) throws IOException {
        Directories.create(directory.toAbsolutePath());
        Path root = directory.toRealPath();
        StoreLock lock = StoreLock.acquire(root);
        try {
            TempFile.clear(root);
            return new LocalObjectStore(root, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// Opens a directory for reading only, also while another process writes to it. Writes throw [IOException].
    ///
    /// @throws IOException if there is no such directory
    public static LocalObjectStore openReadOnly(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("no object store at " + directory.toAbsolutePath() + ": not a directory");
        }
        return new LocalObjectStore(directory.toRealPath(), null);
    }

    @Override
    public String put(String key, ObjectContent content) throws IOException {
        return switch (write(key, content, version -> true)) {
            case Stored stored -> stored.version();
            case PreconditionFailed failed ->
                throw new IllegalStateException("a put without condition failed its condition");
        };
    }

    @Override
    public WriteResult putIfAbsent(String key, ObjectContent content) throws IOException {
        return write(key, content, version -> version == null);
    }

    @Override
    public WriteResult replace(String key, ObjectContent content, String expectedVersion) throws IOException {
        return write(key, content, expectedVersion::equals);
    }

    private WriteResult write(String key, ObjectContent content, Predicate<@Nullable String> condition)
            throws IOException {
        Path target = path(key);
        requireWritable(key);
        try {
            if (!condition.test(versionAt(target))) {
                return new PreconditionFailed();
            }
            Path temp = TempFile.write(root, content);
            try {
                return publish(temp, target, condition);
            } finally {
                Files.deleteIfExists(temp);
            }
        } catch (IOException e) {
            throw failure("write", key, e);
        }
    }

    private WriteResult publish(Path temp, Path target, Predicate<@Nullable String> condition) throws IOException {
        changes.lock();
        try {
            FileState old = FileState.of(target);
            if (!condition.test(old == null ? null : old.version())) {
                return new PreconditionFailed();
            }
            Path directory = Directories.above(target);
            if (!directory.equals(root)) {
                Directories.create(directory);
            }
            long modified = Math.max(System.currentTimeMillis(), old == null ? 0 : old.modifiedMillis() + 1);
            Files.setLastModifiedTime(temp, FileTime.fromMillis(modified));
            String version = FileState.version(modified, Files.size(temp));
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
            Directories.sync(directory);
            return new Stored(version);
        } finally {
            changes.unlock();
        }
    }

    @Override
    public ObjectReader open(String key) throws IOException {
        Path file = path(key);
        try {
            ObjectReader reader = LocalObjectReader.open(key, file);
            if (reader != null) {
                return reader;
            }
        } catch (IOException e) {
            throw failure("open", key, e);
        }
        throw new NoSuchObjectException(key, this);
    }

    @Override
    public Optional<ObjectInfo> find(String key) throws IOException {
        Path file = path(key);
        try {
            return Optional.ofNullable(FileState.of(file)).map(state -> state.info(key));
        } catch (IOException e) {
            throw failure("look up", key, e);
        }
    }

    @Override
    public List<ObjectInfo> list(String prefix) throws IOException {
        return FileListing.list(root, ObjectKeys.requirePrefix(prefix));
    }

    @Override
    public void delete(String key) throws IOException {
        Path file = path(key);
        requireWritable(key);
        changes.lock();
        try {
            if (FileState.of(file) != null) {
                Files.deleteIfExists(file);
                Directories.removeEmpty(Directories.above(file), root);
            }
        } catch (IOException e) {
            throw failure("delete", key, e);
        } finally {
            changes.unlock();
        }
    }

    @Override
    public long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /// Lets another process write here. Open readers stay usable.
    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }

    private Path path(String key) {
        return root.resolve(ObjectKeys.requireKey(key));
    }

    private void requireWritable(String key) throws IOException {
        if (lock == null || !lock.isHeld()) {
            throw new IOException("cannot change object " + key + " in " + root + ": the store is "
                    + (lock == null ? "open for reading only" : "closed"));
        }
    }

    private static @Nullable String versionAt(Path file) throws IOException {
        FileState state = FileState.of(file);
        return state == null ? null : state.version();
    }

    private IOException failure(String what, String key, IOException cause) {
        String reason = cause instanceof FileSystemException e && e.getReason() != null
                ? e.getReason()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return new IOException("cannot %s object %s in %s: %s".formatted(what, key, root, reason), cause);
    }
}

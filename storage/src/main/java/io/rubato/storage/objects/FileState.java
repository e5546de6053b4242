package io.rubato.storage.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// What the file system says of an object's file.
///
/// @param identity the file itself as opposed to its name (device and inode), null where the system has no such
///     thing
record FileState(long size, long modifiedMillis, @Nullable Object identity) {

    /// The state of a regular file, null if there is none of this name.
    static @Nullable FileState of(Path file) throws IOException {
        try {
            return of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    static @Nullable FileState of(BasicFileAttributes attributes) {
        return attributes.isRegularFile()
                ? new FileState(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey())
                : null;
    }

    String version() {
        return version(modifiedMillis, size);
    }

    static String version(long modifiedMillis, long size) {
        return Long.toHexString(modifiedMillis) + "-" + Long.toHexString(size);
    }

    ObjectInfo info(String key) {
        return new ObjectInfo(key, size, version(), modifiedMillis);
    }
}

package io.rubato.storage.disk;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/// A path of a simulated disk: one of the default file system with another owner.
record DiskPath(DiskFileSystem owner, Path plain) implements Path {
    private DiskPath with(Path other) {
        return new DiskPath(owner, other);
    }

    private @Nullable Path withNullable(@Nullable Path other) {
        return other == null ? null : with(other);
    }

    private static Path plain(Path other) {
        if (other instanceof DiskPath path) {
            return path.plain;
        }
        throw new ProviderMismatchException();
    }

    @Override
    public FileSystem getFileSystem() {
        return owner;
    }

    @Override
    public boolean isAbsolute() {
        return plain.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return withNullable(plain.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return withNullable(plain.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return withNullable(plain.getParent());
    }

    @Override
    public int getNameCount() {
        return plain.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return with(plain.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return with(plain.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof DiskPath path && owner.equals(path.owner) && plain.startsWith(path.plain);
    }

    @Override
    public boolean endsWith(Path other) {
        return other instanceof DiskPath path && owner.equals(path.owner) && plain.endsWith(path.plain);
    }

    @Override
    public Path normalize() {
        return with(plain.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return with(plain.resolve(plain(other)));
    }

    @Override
    public Path relativize(Path other) {
        return with(plain.relativize(plain(other)));
    }

    @Override
    public URI toUri() {
        return URI.create("simulated:" + plain);
    }

    @Override
    public Path toAbsolutePath() {
        return with(plain.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        owner.disk().attributes(this);
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return plain.compareTo(plain(other));
    }

    @Override
    public String toString() {
        return plain.toString();
    }
}

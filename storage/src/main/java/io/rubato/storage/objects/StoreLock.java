package io.rubato.storage.objects;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to write to a directory: one holder among all processes of the machine. The system lets go of it
/// when the process ends, however it ends.
final class StoreLock implements Closeable {

    /// Closing any channel to a locked file lets go of the process's lock, so this process must not even open
    /// it twice.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel channel;

    private StoreLock(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /// @param root a real path, without links
    static StoreLock acquire(Path root) throws IOException {
        if (!HELD.add(root)) {
            throw new IOException("object store " + root + " is open for writing already in this process");
        }
        try {
            return new StoreLock(root, lock(root));
        } catch (IOException | RuntimeException e) {
            HELD.remove(root);
            throw e;
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException("object store " + root + " is open for writing in another process; stop it, or give"
                    + " this one another directory");
        }
        return channel;
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(root);
        }
    }
}

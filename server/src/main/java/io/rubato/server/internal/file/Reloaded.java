package io.rubato.server.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was read from files, and is read again once they have changed. They are looked at when somebody asks, at most
/// once a second; symbolic links are followed, for that is how Kubernetes changes secrets. What cannot be read any
/// more stays as it was, and the log says so. Safe for concurrent use.
public final class Reloaded<T> {
    private static final Logger log = LoggerFactory.getLogger(Reloaded.class);
    private static final long EVERY_NANOS = 1_000_000_000;

    /// Reads the files.
    public interface Loader<T> {
        /// @throws IOException with one line for the operator
        T load() throws IOException;
    }

    private final String what;
    private final List<Path> files;
    private final Loader<T> loader;
    private final AtomicLong lookAt;
    private volatile List<String> stamps;
    private volatile T value;

    /// Reads the files for the first time.
    ///
    /// @param what they are, for the log
    /// @throws IOException of the loader
    public Reloaded(String what, List<Path> files, Loader<T> loader) throws IOException {
        this.what = what;
        this.files = List.copyOf(files);
        this.loader = loader;
        this.stamps = stamps(files);
        this.value = loader.load();
        this.lookAt = new AtomicLong(System.nanoTime() + EVERY_NANOS);
    }

    public T get() {
        long due = lookAt.get();
        long now = System.nanoTime();
        if (now - due >= 0 && lookAt.compareAndSet(due, now + EVERY_NANOS)) {
            look();
        }
        return value;
    }

    private void look() {
        // Before they are read: what is written meanwhile is seen the next time.
        List<String> found = stamps(files);
        if (found.equals(stamps)) {
            return;
        }
        stamps = found;
        try {
            value = loader.load();
            log.info("{} changed and read again", what);
        } catch (IOException | RuntimeException e) {
            log.error("{} changed, but cannot be used and stays as it was: {}", what, e.getMessage());
        }
    }

    private static List<String> stamps(List<Path> files) {
        List<String> stamps = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(found.lastModifiedTime() + " " + found.size() + " " + found.fileKey());
            } catch (IOException e) {
                stamps.add("absent");
            }
        }
        return stamps;
    }
}

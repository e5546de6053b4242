package io.rubato.storage.disk;

import io.rubato.storage.disk.DiskNode.Directory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A disk in memory, used through the paths of [#root]. It keeps what was synced, files and the names in
/// directories each for themselves; what was not may be there after a power loss, or not, or in part, in any
/// order. Any call may be made to fail.
///
/// Safe for concurrent use: one call at a time.
public final class SimulatedDisk {
    private final Directory top;
    private final DiskJournal journal = new DiskJournal();
    private final DiskFileSystem fileSystem = new DiskFileSystem(this);
    private final IdentityHashMap<DiskChannel, Path> open = new IdentityHashMap<>();
    private boolean on = true;
    private long calls;
    private long powerLossAt = Long.MAX_VALUE;
    private long failureAt = Long.MAX_VALUE;
    private Set<Call> failing = EnumSet.noneOf(Call.class);
    private long failures;
    private boolean isOutOfDescriptors;

    public SimulatedDisk() {
        this(new Directory(System.currentTimeMillis()));
    }

    private SimulatedDisk(Directory top) {
        this.top = top;
    }

    /// The root directory.
    public Path root() {
        return fileSystem.getPath("/");
    }

    /// Cuts the power at a call from now on; 0 is the next one.
    public synchronized void losePowerAfter(long more) {
        powerLossAt = calls + more;
    }

    /// Takes [#losePowerAfter] back, if it has not happened yet.
    public synchronized void keepPower() {
        powerLossAt = Long.MAX_VALUE;
    }

    /// Lets one call of some kinds fail, the first after so many calls of any kind.
    public synchronized void failAfter(long more, Set<Call> kinds) {
        failureAt = calls + more;
        failing = kinds;
    }

    /// Lets no call fail that has not failed yet.
    public synchronized void heal() {
        failureAt = Long.MAX_VALUE;
    }

    /// Lets no file be opened, as when the process has used its file descriptors up, until it is taken back.
    public synchronized void outOfDescriptors(boolean used) {
        isOutOfDescriptors = used;
    }

    /// How many calls were made to fail.
    public synchronized long failures() {
        return failures;
    }

    public synchronized boolean isOn() {
        return on;
    }

    /// How many calls there were.
    public synchronized long calls() {
        return calls;
    }

    /// The files and directories that are open, one entry a channel.
    public synchronized List<String> openFiles() {
        return open.values().stream().map(Path::toString).sorted().toList();
    }

    /// Cuts the power. Every call on this disk fails from now on.
    ///
    /// @param random what decides how much of what was not synced survives, null for nothing
    /// @return the disk as it is found afterwards
    public synchronized SimulatedDisk losePower(@Nullable Random random) {
        on = false;
        journal.losePower(random);
        return new SimulatedDisk((Directory) survive(top, random, new IdentityHashMap<>()));
    }

    private static DiskNode survive(DiskNode node, @Nullable Random random, IdentityHashMap<DiskNode, DiskNode> done) {
        // A rename may have left a file with two names.
        DiskNode known = done.get(node);
        if (known != null) {
            return known;
        }
        DiskNode after = switch (node) {
            case DiskFile file -> random == null ? file.synced() : file.surviving(random);
            case Directory directory -> {
                Directory copy = new Directory(directory.modifiedMillis);
                directory.durable.forEach((name, child) -> {
                    DiskNode survivor = survive(child, random, done);
                    copy.entries.put(name, survivor);
                    copy.durable.put(name, survivor);
                });
                yield copy;
            }
        };
        done.put(node, after);
        return after;
    }

    /// Counts a call, which may be the one that fails.
    ///
    /// @throws IOException when the power is off, or is cut now, or the call is to fail
    void call(Call kind, Path path) throws IOException {
        long number = calls++;
        if (number >= powerLossAt) {
            on = false;
        }
        if (!on) {
            throw new FileSystemException(path.toString(), null, "the power is off");
        }
        if (isOutOfDescriptors && (kind == Call.OPEN || kind == Call.CREATE)) {
            failures++;
            throw new FileSystemException(path.toString(), null, "Too many open files (simulated)");
        }
        if (number >= failureAt && failing.contains(kind)) {
            failureAt = Long.MAX_VALUE;
            failures++;
            throw new FileSystemException(path.toString(), null, "Input/output error (" + kind + ", simulated)");
        }
    }

    @Nullable
    DiskNode find(Path path) {
        DiskNode node = top;
        for (Path name : path.toAbsolutePath().normalize()) {
            if (!(node instanceof Directory directory)) {
                return null;
            }
            node = directory.entries.get(name.toString());
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    DiskNode get(Path path) throws NoSuchFileException {
        DiskNode node = find(path);
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        return node;
    }

    Directory directory(Path path) throws IOException {
        if (get(path) instanceof Directory directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    private Directory above(Path path) throws IOException {
        return directory(
                Objects.requireNonNull(path.toAbsolutePath().normalize().getParent()));
    }

    private static String name(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().normalize().getFileName())
                .toString();
    }

    /// Opens a file or, for syncing, a directory.
    synchronized DiskChannel open(Path path, boolean create, boolean mustBeNew, boolean truncate, boolean write)
            throws IOException {
        DiskNode node = find(path);
        call(node == null && create ? Call.CREATE : Call.OPEN, path);
        if (node != null && mustBeNew) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (node == null && create) {
            node = new DiskFile(System.currentTimeMillis());
            journal.link(above(path), name(path), node);
        }
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (truncate && node instanceof DiskFile file) {
            file.resize(0);
        }
        DiskChannel channel = new DiskChannel(this, path, node, write);
        open.put(channel, path);
        return channel;
    }

    synchronized void closed(DiskChannel channel) {
        open.remove(channel);
    }

    synchronized void createDirectory(Path path) throws IOException {
        call(Call.CREATE, path);
        if (find(path) != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        journal.link(above(path), name(path), new Directory(System.currentTimeMillis()));
    }

    synchronized void delete(Path path) throws IOException {
        call(Call.DELETE, path);
        if (get(path) instanceof Directory directory && !directory.entries.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        journal.unlink(above(path), name(path));
    }

    synchronized void move(Path from, Path to) throws IOException {
        call(Call.MOVE, to);
        journal.move(above(from), name(from), above(to), name(to), get(from));
    }

    synchronized void force(DiskNode node, Path path) throws IOException {
        switch (node) {
            case Directory directory -> {
                call(Call.FORCE_DIRECTORY, path);
                journal.force(directory);
            }
            case DiskFile file -> {
                try {
                    call(Call.FORCE, path);
                } catch (FileSystemException e) {
                    if (on) {
                        file.failForce();
                    }
                    throw e;
                }
                file.force();
            }
        }
    }

    synchronized List<Path> list(Path path) throws IOException {
        call(Call.LOOK, path);
        List<Path> found = new ArrayList<>();
        directory(path).entries.keySet().forEach(name -> found.add(path.resolve(name)));
        return found;
    }

    synchronized DiskAttributes attributes(Path path) throws IOException {
        call(Call.LOOK, path);
        return DiskAttributes.of(get(path));
    }

    synchronized void modified(Path path, long millis) throws IOException {
        call(Call.LOOK, path);
        get(path).modifiedMillis = millis;
    }

    /// A path of the default file system, which paths of this one are made of.
    static Path plain(String first, String... more) {
        return FileSystems.getDefault().getPath(first, more);
    }
}

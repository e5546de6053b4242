package io.rubato.storage.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Copies of a log's segments, beside the place where they are wanted until they are published.
///
/// The log may be written meanwhile. Segments are copied from the oldest on, and a replay finds how far the last one
/// goes. One that has been let go of is missing, or has other content by then, which a replay skips: blocks have what
/// was there.
///
/// @param waiting where the copies are
/// @param target where they are wanted
/// @param bytes their size
record LogCopy(Path waiting, Path target, long bytes) {
    private static final String SUFFIX = ".wal";

    static LogCopy of(Path wal, Path target) throws IOException {
        Path waiting = target.resolveSibling(target.getFileName() + ".new");
        Files.createDirectories(waiting);
        clear(waiting);
        long bytes = 0;
        for (Path segment : segments(wal)) {
            try {
                bytes += copy(segment, waiting.resolve(segment.getFileName()));
            } catch (NoSuchFileException released) {
                // Blocks have what was there.
            }
        }
        force(waiting);
        return new LogCopy(waiting, target, bytes);
    }

    /// In the order of their positions, which their names give.
    private static List<Path> segments(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList());
        }
    }

    private static long copy(Path from, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel copy = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long size = source.size();
            for (long at = 0; at < size; ) {
                long moved = source.transferTo(at, size - at, copy);
                if (moved <= 0) {
                    break; // cut off meanwhile
                }
                at += moved;
            }
            copy.force(true);
            return copy.size();
        }
    }

    /// Puts the copies in the place of those from before.
    void publish() throws IOException {
        Files.createDirectories(target);
        for (Path old : segments(target)) {
            Files.delete(old);
        }
        for (Path copy : segments(waiting)) {
            Files.move(copy, target.resolve(copy.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        force(target);
        Files.delete(waiting);
    }

    private static void clear(Path directory) throws IOException {
        for (Path file : segments(directory)) {
            Files.delete(file);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One file of the log, by its name.
///
/// @param base position of its first record
record Segment(Path path, long base) {
    private static final String SUFFIX = ".wal";
    private static final int DIGITS = 16;

    static Segment at(Path directory, long base) {
        return new Segment(directory.resolve(String.format("%0" + DIGITS + "x", base) + SUFFIX), base);
    }

    static boolean isName(String fileName) {
        return fileName.matches("[0-7][0-9a-f]{15}\\.wal");
    }

    static Segment of(Path path) {
        return new Segment(path, Long.parseLong(path.getFileName().toString(), 0, DIGITS, 16));
    }

    /// Those of a directory, in the order of their positions.
    static List<Segment> list(Path directory) throws IOException {
        List<Segment> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                if (isName(path.getFileName().toString())) {
                    found.add(of(path));
                }
            }
        }
        found.sort(Comparator.comparingLong(Segment::base));
        return found;
    }

    long offsetOf(long position) {
        return SegmentHeader.BYTES + (position - base);
    }

    long positionOf(long offset) {
        return base + (offset - SegmentHeader.BYTES);
    }
}

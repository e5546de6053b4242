package io.rubato.storage.internal.wal;

import java.nio.file.Path;

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

    long offsetOf(long position) {
        return SegmentHeader.BYTES + (position - base);
    }

    long positionOf(long offset) {
        return base + (offset - SegmentHeader.BYTES);
    }
}

package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What the tests of the log do all the time.
final class Logs {
    static final WalOptions SMALL = new WalOptions(16 << 10, true, 2);

    /// Sizes that double three times.
    static final WalOptions GROWING = new WalOptions(8 << 10, 64 << 10, true, 1);

    private Logs() {}

    /// A record and the position after it, compared by content.
    record Entry(byte type, String tenant, byte encoding, String body, long position) {}

    record Replayed(List<Entry> entries, ReplayReport report) {
        List<String> bodies() {
            return entries.stream().map(Entry::body).toList();
        }
    }

    static Replayed replay(WriteAheadLog log, long from) throws IOException {
        List<Entry> entries = new ArrayList<>();
        ReplayReport report = log.replay(
                from,
                0,
                (record, position) -> entries.add(new Entry(
                        record.type().code(), record.tenant(), record.encoding(), text(record.body()), position)));
        return new Replayed(entries, report);
    }

    static Replayed replay(Path directory) throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(directory, SMALL)) {
            return replay(log, 0);
        }
    }

    /// An open log that was replayed from the start.
    static WriteAheadLog open(Path directory, WalOptions options) throws IOException {
        WriteAheadLog log = WriteAheadLog.open(directory, options);
        replay(log, 0);
        return log;
    }

    static long append(WriteAheadLog log, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return log.append(WalRecord.Type.SPANS, "acme", (byte) 0, bytes, 0, bytes.length);
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    static String randomBody(RandomGenerator random, int length) {
        byte[] body = new byte[length];
        random.nextBytes(body);
        return text(body);
    }

    static List<Path> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".wal"))
                    .sorted()
                    .toList();
        }
    }

    /// The segments as a process that is killed now would leave them, in a new directory.
    static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path segment : segments(from)) {
            Files.copy(segment, to.resolve(segment.getFileName().toString()));
        }
        return to;
    }

    /// What all files take. No block lies behind a file's end, for the log asks for none.
    static long bytesOnDisk(Path directory) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                try {
                    bytes += Files.size(file);
                } catch (NoSuchFileException e) {
                    // It went or got another name meanwhile.
                }
            }
        }
        return bytes;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}

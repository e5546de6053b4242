package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageTest {
    private static final int HEADER_COPY = 36;

    @TempDir
    Path directory;

    private Path log = Path.of("");
    private byte[] lastSegmentBefore = {};
    private List<Logs.Entry> entries = new ArrayList<>();
    private List<Path> segments = new ArrayList<>();

    /// Three segments of three records each, left behind by a process that was killed; with `used`, in files that
    /// earlier records have been in.
    private void write(boolean used) throws Exception {
        Path running = directory.resolve("running");
        log = directory.resolve("log");
        try (WriteAheadLog writer = Logs.open(running, new WalOptions(WalOptions.SMALLEST_SEGMENT, true, 9))) {
            if (used) {
                for (int i = 0; i < 30; i++) {
                    Logs.append(writer, "older record " + (10 + i) + ".".repeat(33));
                }
                writer.durable(writer.position()).get();
                writer.release(writer.position());
            }
            for (int i = 0; i < 8; i++) {
                Logs.append(writer, "record " + i + "#".repeat(40));
            }
            lastSegmentBefore = Files.readAllBytes(Logs.segments(running).getLast());
            Logs.append(writer, "record 8" + "#".repeat(40));
            Logs.copy(running, log);
        }
        segments = Logs.segments(log);
        entries = Logs.replay(Logs.copy(log, directory.resolve("reference"))).entries();
        assertThat(entries).hasSize(used ? 12 : 9);
        assertThat(segments).hasSize(used ? 4 : 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyFlippedByteCostsItsRecordOnlyAndIsReported(boolean used) throws Exception {
        write(used);
        for (Path segment : segments) {
            byte[] whole = Files.readAllBytes(segment);
            int end = end(segment);
            for (int at = 0; at < end; at += used ? 3 : 1) {
                if (inUse(at)) {
                    byte[] damaged = whole.clone();
                    damaged[at] ^= (byte) (1 << (at % 8));
                    Files.write(segment, damaged);
                    check(segment, at, Logs.replay(log));
                }
            }
            Files.write(segment, whole);
        }
    }

    @Test
    void aFlippedByteInSegmentsOfManySizesCostsItsRecordOnly() throws Exception {
        writeGrowing();
        for (Path segment : segments) {
            byte[] whole = Files.readAllBytes(segment);
            int end = end(segment);
            for (int at = SegmentHeader.BYTES; at < end; at += 1009) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << (at % 8));
                Files.write(segment, damaged);
                check(segment, at, Logs.replay(log));
            }
            Files.write(segment, whole);
        }
    }

    @Test
    void aMachineThatDiesLosesTheTornTailOnlyInSegmentsOfManySizes() throws Exception {
        writeGrowing();
        Path last = segments.getLast();
        byte[] whole = Files.readAllBytes(last);
        int end = end(last);
        int start = (int) Segment.of(last).offsetOf(beforeLast());
        for (int cut = start; cut < end; cut += 31) {
            Files.write(last, Arrays.copyOf(whole, cut));
            checkTorn(Logs.replay(log), cut - start, cut > start && whole[cut - 1] != 0);
        }
    }

    /// Segments of 8, 16, 32 and 64 KiB, left behind by a process that was killed.
    private void writeGrowing() throws Exception {
        Path running = directory.resolve("running");
        log = directory.resolve("log");
        try (WriteAheadLog writer = Logs.open(running, Logs.GROWING)) {
            for (int i = 0; i < 100; i++) {
                Logs.append(writer, "record " + i + "#".repeat(700));
            }
            Logs.copy(running, log);
        }
        segments = Logs.segments(log);
        entries = Logs.replay(Logs.copy(log, directory.resolve("reference"))).entries();
        assertThat(entries).hasSize(100);
        assertThat(segments).hasSizeGreaterThan(3);
    }

    private void check(Path segment, int at, Logs.Replayed replayed) {
        List<Logs.Entry> expected = new ArrayList<>(entries);
        if (at >= SegmentHeader.BYTES) {
            long position = Segment.of(segment).positionOf(at);
            expected.removeIf(entry -> entry.position() > position
                    && entry.position() - RecordHeader.BYTES - 4 - entry.body().length() <= position);
        }
        String where = "byte " + at + " of " + segment.getFileName();
        assertThat(replayed.entries()).as(where).isEqualTo(expected);
        boolean reported =
                !replayed.report().damage().isEmpty() || replayed.report().tornTail() != null;
        assertThat(reported).as("%s reported", where).isTrue();
    }

    private static boolean inUse(int at) {
        return at >= SegmentHeader.BYTES || at % SegmentHeader.SECOND_COPY < HEADER_COPY;
    }

    private int end(Path segment) {
        int next = segments.indexOf(segment) + 1;
        long end = next < segments.size()
                ? Segment.of(segments.get(next)).base()
                : entries.getLast().position();
        return (int) Segment.of(segment).offsetOf(end);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTailTornAtAnyByteIsCutAtTheLastWholeRecord(boolean used) throws Exception {
        write(used);
        Path last = segments.getLast();
        byte[] whole = Files.readAllBytes(last);
        int end = end(last);
        int start = (int) Segment.of(last).offsetOf(beforeLast());
        for (int cut = start; cut < end; cut++) {
            byte[] shorter = Arrays.copyOf(whole, cut);
            Files.write(last, shorter);
            checkTorn(Logs.replay(log), cut - start, cut > start && shorter[cut - 1] != 0);

            byte[] overOldBytes = Arrays.copyOf(lastSegmentBefore, whole.length);
            System.arraycopy(whole, 0, overOldBytes, 0, cut);
            Files.write(last, overOldBytes);
            checkTorn(Logs.replay(log), cut - start, false);
        }
    }

    private long beforeLast() {
        return entries.get(entries.size() - 2).position();
    }

    private void checkTorn(Logs.Replayed replayed, int bytes, boolean exact) {
        assertThat(replayed.entries()).isEqualTo(entries.subList(0, entries.size() - 1));
        assertThat(replayed.report().damage()).isEmpty();
        assertThat(replayed.report().position()).isEqualTo(beforeLast());
        ReplayReport.Damage tail = replayed.report().tornTail();
        assertThat(tail != null).as("torn after %s bytes", bytes).isEqualTo(bytes > 0);
        if (tail != null) {
            assertThat(tail.from()).isEqualTo(beforeLast());
            assertThat(tail.bytes()).isPositive();
            assertThat(!exact || tail.bytes() == bytes)
                    .as("%s, torn after %s bytes", tail, bytes)
                    .isTrue();
        }
    }

    @Test
    void afterATornTailTheLogGoesOn() throws Exception {
        write(false);
        Path last = segments.getLast();
        Files.write(last, Arrays.copyOf(Files.readAllBytes(last), end(last) - 7));
        try (WriteAheadLog again = WriteAheadLog.open(log, Logs.SMALL)) {
            assertThat(Logs.replay(again, 0).report().tornTail()).isNotNull();
            Logs.append(again, "later");
        }
        Logs.Replayed replayed = Logs.replay(log);
        assertThat(replayed.entries().subList(0, 8)).isEqualTo(entries.subList(0, 8));
        assertThat(replayed.bodies().getLast()).isEqualTo("later");
        assertThat(replayed.report().damage()).isEmpty();
        assertThat(replayed.report().tornTail()).isNull();
    }

    @Test
    void whatWasCutStaysCutEvenIfItCanBeReadAgain() throws Exception {
        write(false);
        Path last = segments.getLast();
        byte[] whole = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(whole, end(last) - 7));
        try (WriteAheadLog again = WriteAheadLog.open(log, Logs.SMALL)) {
            Logs.replay(again, 0);
            Logs.append(again, "later");
        }
        Files.write(last, whole);
        Logs.Replayed replayed = Logs.replay(log);
        assertThat(replayed.entries().subList(0, 8)).isEqualTo(entries.subList(0, 8));
        assertThat(replayed.bodies()).hasSize(9).endsWith("later");
    }

    @Test
    void aMissingSegmentIsReportedAndTheRestServed() throws Exception {
        write(false);
        Files.delete(segments.get(1));
        Logs.Replayed replayed = Logs.replay(log);
        List<Logs.Entry> expected = new ArrayList<>(entries);
        expected.removeAll(entries.subList(3, 6));
        assertThat(replayed.entries()).isEqualTo(expected);
        assertThat(replayed.report().damage()).singleElement().satisfies(damage -> {
            assertThat(damage.from()).isEqualTo(entries.get(2).position());
            assertThat(damage.to()).isEqualTo(entries.get(5).position());
        });
        Files.delete(segments.getFirst());
        try (WriteAheadLog again = WriteAheadLog.open(log, Logs.SMALL)) {
            assertThat(Logs.replay(again, 1).report().damage())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.reason()).contains("missing"));
        }
    }

    @Test
    void bothHeaderCopiesBrokenCostOneSegment() throws Exception {
        write(false);
        byte[] bytes = Files.readAllBytes(segments.getLast());
        bytes[20] ^= 1;
        bytes[SegmentHeader.SECOND_COPY + 20] ^= 1;
        Files.write(segments.getLast(), bytes);
        try (WriteAheadLog again = WriteAheadLog.open(log, Logs.SMALL)) {
            Logs.Replayed replayed = Logs.replay(again, 0);
            assertThat(replayed.entries()).isEqualTo(entries.subList(0, 6));
            assertThat(replayed.report().damage())
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.reason()).contains("header is broken"));
            assertThat(Logs.append(again, "on")).isGreaterThan(entries.getLast().position());
        }
        assertThat(Logs.replay(log).bodies()).endsWith("on");
    }
}

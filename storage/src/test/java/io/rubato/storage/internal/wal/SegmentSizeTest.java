package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rubato.storage.Deadline;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentSizeTest {
    private static final long MIB = 1 << 20;
    private static final long HOUR = 3_600_000_000_000L;

    @TempDir
    Path directory;

    @TempDir
    Path copies;

    private final AtomicLong clock = new AtomicLong();

    @Test
    void aLogOfOneRecordIsSmallWhileItRunsAfterAStopAndAfterARestart() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (WriteAheadLog log = Logs.open(directory, WalOptions.DEFAULT)) {
                for (int i = 0; i < 100; i++) {
                    log.durable(Logs.append(log, "one request")).get();
                    assertThat(Logs.bytesOnDisk(directory)).isLessThan(2 * MIB);
                }
            }
            assertThat(Logs.bytesOnDisk(directory)).isLessThan(2 * MIB);
        }
    }

    @Test
    void sizesDoubleWhileNothingIsReleased() throws Exception {
        WalOptions options = new WalOptions(16 * MIB, true, 1);
        try (WriteAheadLog log = Logs.open(directory, options)) {
            while (log.position() < 60 * MIB) {
                Logs.append(log, "x".repeat(20_000));
            }
            assertThat(log.bytes()).isEqualTo(log.position());
        }
        List<Long> bases = Logs.segments(directory).stream()
                .map(path -> Segment.of(path).base())
                .toList();
        List<Long> sizes = new ArrayList<>();
        for (int i = 1; i < bases.size(); i++) {
            sizes.add(Math.ceilDiv(bases.get(i) - bases.get(i - 1), MIB));
        }
        assertThat(sizes).startsWith(1L, 2L, 4L, 8L, 16L, 16L).hasSizeBetween(6, 7);
    }

    @Test
    void sizesDoubleWhileSegmentsAreFullWithinASecond() {
        SegmentSizes sizes = new SegmentSizes(WalOptions.DEFAULT);
        long now = 0;
        long position = 0;
        long size = 0;
        for (int i = 0; i < 9; i++) {
            size = sizes.begin(position, now);
            position += size;
            now += HOUR / 3600 / 2;
            sizes.release(position, position);
        }
        assertThat(size).isEqualTo(64 * MIB);
        assertThat(sizes.begin(position, now + HOUR / 3600)).isEqualTo(64 * MIB);
        assertThat(sizes.isTooLarge(position + 1, now + 2 * HOUR)).isFalse();
        sizes.release(position, position);
        sizes.release(position, position);
        assertThat(sizes.isTooLarge(position + 1, now + 2 * HOUR)).isTrue();
        assertThat(sizes.begin(position + 1, now + 2 * HOUR)).isEqualTo(MIB);
    }

    @Test
    void whatIsReleasedLeavesOneSpareOfTheNextSize() throws Exception {
        try (WriteAheadLog log = Logs.open(directory, Logs.GROWING)) {
            for (int i = 0; i < 400; i++) {
                Logs.append(log, "x".repeat(1000));
            }
            log.durable(log.position()).get();
            log.release(log.position());
            assertThat(Logs.segments(directory)).hasSize(1);
            await(() -> spares().size() == 1);
            assertThat(spares().getFirst()).isBetween(56L << 10, 64L << 10);
            assertThat(Logs.bytesOnDisk(directory)).isLessThanOrEqualTo(2 * (64 << 10) + 4096);
        }
    }

    @Test
    void aLogThatKeepsLittleBecomesSmallAgain() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.GROWING, LogFiles.SYSTEM, clock::get)) {
            Logs.replay(log, 0);
            for (int i = 0; i < 200; i++) {
                Logs.append(log, "x".repeat(1000));
            }
            log.durable(log.position()).get();
            log.release(log.position());
            List<Logs.Entry> kept = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String body = "little " + i;
                clock.addAndGet(HOUR);
                long position = Logs.append(log, body);
                kept.add(new Logs.Entry((byte) 1, "acme", (byte) 0, body, position));
                log.durable(position).get();
                log.release(position);
            }
            long oldest = log.position() - log.bytes();
            kept.removeIf(entry -> entry.position() <= oldest);
            assertThat(kept).isNotEmpty();
            await(() -> Logs.bytesOnDisk(directory) <= 3 * (8 << 10));
            assertThat(Logs.replay(Logs.copy(directory, copies.resolve("killed")))
                            .entries())
                    .isEqualTo(kept);
        }
    }

    @Test
    void aSegmentThatIsEndedEarlyIsOnTheDiskBeforeTheNextIsAcknowledged() throws Exception {
        FaultyFiles files = new FaultyFiles();
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.GROWING, files, clock::get)) {
            Logs.replay(log, 0);
            for (int i = 0; i < 200; i++) {
                Logs.append(log, "x".repeat(1000));
            }
            log.durable(log.position()).get();
            long released = log.position();
            clock.addAndGet(HOUR);
            Logs.append(log, "not yet on the disk");
            log.release(released);
            log.release(released);
            int segments = Logs.segments(directory).size();
            int forces = files.forces.get();
            log.durable(Logs.append(log, "in the next")).get();
            assertThat(Logs.segments(directory)).hasSize(segments + 1);
            assertThat(files.forces.get()).isGreaterThanOrEqualTo(forces + 2);
            assertThat(Logs.replay(Logs.copy(directory, copies.resolve("killed")))
                            .bodies())
                    .endsWith("not yet on the disk", "in the next");
        }
        assertThat(Logs.replay(directory).bodies()).endsWith("not yet on the disk", "in the next");
    }

    @Test
    void aSegmentThatIsEndedEarlyIsOnTheDiskAfterAStop() throws Exception {
        FaultyFiles files = new FaultyFiles();
        int forces;
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.GROWING, files, clock::get)) {
            Logs.replay(log, 0);
            for (int i = 0; i < 200; i++) {
                Logs.append(log, "x".repeat(1000));
            }
            log.durable(log.position()).get();
            long released = log.position();
            clock.addAndGet(HOUR);
            Logs.append(log, "nobody waits");
            log.release(released);
            log.release(released);
            forces = files.forces.get();
        }
        assertThat(files.forces.get()).isGreaterThan(forces);
    }

    @Test
    void aSpareThatIsTooShortIsNotUsed() throws Exception {
        layOut("spare-0", 8 << 10);
        Path sameFile = Files.createLink(copies.resolve("same"), directory.resolve("spare-0"));
        try (WriteAheadLog log = Logs.open(directory, new WalOptions(64 << 10, 64 << 10, true, 1))) {
            await(() -> spares().isEmpty());
            for (int i = 0; i < 100; i++) {
                Logs.append(log, "x".repeat(1000));
            }
        }
        assertThat(Files.readAllBytes(sameFile)).containsOnly(0).hasSize(8 << 10);
    }

    @Test
    void largeSparesOfAnEarlierVersionAreShortenedOnceTheLogIsSmall() throws Exception {
        for (int i = 0; i < 4; i++) {
            layOut("spare-" + i, (int) (64 * MIB));
        }
        try (WriteAheadLog log = Logs.open(directory, WalOptions.DEFAULT)) {
            await(() -> Logs.bytesOnDisk(directory) <= MIB + 4096);
            Logs.append(log, "one request");
            assertThat(spares()).isEmpty();
        }
        assertThat(Logs.bytesOnDisk(directory)).isLessThan(2 * MIB);
        assertThat(Logs.replay(directory).bodies()).containsExactly("one request");
    }

    @Test
    void aLogWithSegmentsOfOneSizeOpensAndGoesOn() throws Exception {
        WalOptions oneSize = new WalOptions(64 << 10, 64 << 10, true, 4);
        Path killed = copies.resolve("killed");
        List<String> expected = new ArrayList<>();
        try (WriteAheadLog log = Logs.open(directory, oneSize)) {
            for (int i = 0; i < 150; i++) {
                expected.add(i + "x".repeat(1000));
                Logs.append(log, expected.getLast());
            }
            Logs.copy(directory, killed);
        }
        try (WriteAheadLog log = WriteAheadLog.open(killed, Logs.GROWING)) {
            assertThat(Logs.replay(log, 0).bodies()).isEqualTo(expected);
            for (int i = 0; i < 150; i++) {
                expected.add("later " + i + "y".repeat(1000));
                Logs.append(log, expected.getLast());
            }
        }
        Logs.Replayed replayed = Logs.replay(killed);
        assertThat(replayed.bodies()).isEqualTo(expected);
        assertThat(replayed.report().damage()).isEmpty();
    }

    @Test
    void theFirstSizeIsAtMostTheLargest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WalOptions(2 * MIB, MIB, true, 1))
                .withMessageContaining("2097152");
        assertThat(new WalOptions(16 << 10, true, 1).firstSegmentBytes()).isEqualTo(16 << 10);
    }

    private void layOut(String name, int bytes) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    private List<Long> spares() throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                try {
                    if (path.getFileName().toString().startsWith("spare-")) {
                        sizes.add(Files.size(path));
                    }
                } catch (NoSuchFileException e) {
                    // It went meanwhile.
                }
            }
        }
        return sizes;
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Deadline.LONGEST.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}

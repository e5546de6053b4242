package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentLifeTest {
    @TempDir
    Path directory;

    @TempDir
    Path copies;

    @Test
    void releaseDropsWholeSegmentsBeforeThePositionAndNoMore() throws Exception {
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            List<Long> positions = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                positions.add(Logs.append(log, i + "-".repeat(1000)));
            }
            log.durable(log.position()).get();
            List<Path> segments = Logs.segments(directory);
            assertThat(segments).hasSizeGreaterThan(4);
            long second = Segment.of(segments.get(1)).base();
            assertThat(positions).contains(second);

            log.release(second - 1);
            assertThat(Logs.segments(directory)).isEqualTo(segments);
            log.release(second);
            assertThat(Logs.segments(directory)).isEqualTo(segments.subList(1, segments.size()));
            assertThat(log.bytes()).isEqualTo(log.position() - second);
            log.release(second);
            assertThat(Logs.segments(directory)).hasSize(segments.size() - 1);
            log.release(Long.MAX_VALUE);
            assertThat(Logs.segments(directory)).containsExactly(segments.getLast());
            assertThat(spares()).hasSizeLessThanOrEqualTo(4);
        }
        assertThat(spares()).hasSizeLessThanOrEqualTo(Logs.SMALL.spareSegments());
    }

    static List<WalOptions> recycling() {
        return List.of(Logs.SMALL, Logs.GROWING);
    }

    @ParameterizedTest
    @MethodSource("recycling")
    void whatIsReleasedDoesNotComeBackFromARecycledFile(WalOptions options) throws Exception {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Logs.Entry> kept = new ArrayList<>();
        try (WriteAheadLog log = Logs.open(directory, options)) {
            for (int i = 0; i < 600; i++) {
                String body = Logs.randomBody(random, random.nextInt(3000));
                long position = Logs.append(log, body);
                kept.add(new Logs.Entry((byte) 1, "acme", (byte) 0, body, position));
                if (i % 20 == 19) {
                    log.durable(position).get();
                    log.release(position);
                    long oldest = position - log.bytes();
                    kept.removeIf(entry -> entry.position() <= oldest);
                }
                if (i % 37 == 0) {
                    Logs.Replayed replayed = Logs.replay(Logs.copy(directory, copies.resolve("after" + i)));
                    assertThat(replayed.entries()).isEqualTo(kept);
                    assertThat(replayed.report().damage()).isEmpty();
                    assertThat(replayed.report().tornTail()).isNull();
                }
            }
        }
    }

    @Test
    void aSegmentIsLaidOutAheadInTheBackground() throws Exception {
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            Logs.append(log, "first");
            awaitSpare();
            Path spare = spares().getFirst();
            assertThat(Files.size(spare)).isEqualTo(Logs.SMALL.segmentBytes());
            Object inode = Files.getAttribute(spare, "unix:ino");
            Logs.append(log, "x".repeat(13_000));
            assertThat(Files.getAttribute(Logs.segments(directory).getLast(), "unix:ino"))
                    .isEqualTo(inode);
        }
    }

    @Test
    void withoutSparesFilesAreDeleted() throws Exception {
        WalOptions options = new WalOptions(16 << 10, true, 0);
        try (WriteAheadLog log = Logs.open(directory, options)) {
            for (int i = 0; i < 50; i++) {
                Logs.append(log, "x".repeat(1000));
            }
            log.durable(log.position()).get();
            log.release(log.position());
            assertThat(spares()).isEmpty();
            assertThat(Logs.segments(directory)).hasSize(1);
        }
    }

    @Test
    void sparesOfAnEarlierRunAreUsedAndThoseTooManyDeleted() throws Exception {
        for (int i = 0; i < 5; i++) {
            Files.write(directory.resolve("spare-" + i), Logs.filled(100_000, 0x55));
        }
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            assertThat(spares()).hasSize(2);
            Logs.append(log, "over old bytes");
        }
        Logs.Replayed replayed = Logs.replay(directory);
        assertThat(replayed.bodies()).containsExactly("over old bytes");
        assertThat(replayed.report().tornTail()).isNull();
    }

    @Test
    void aCleanCloseGivesUnusedSpaceBack() throws IOException {
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            Logs.append(log, "y".repeat(50));
        }
        assertThat(Files.size(Logs.segments(directory).getFirst())).isEqualTo(4096 + 28 + 4 + 50);
    }

    private List<Path> spares() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().matches("spare-[0-9]+"))
                    .toList();
        }
    }

    private void awaitSpare() throws Exception {
        long deadline = System.nanoTime() + Deadline.LONGEST.toNanos();
        while (spares().isEmpty()) {
            assertThat(System.nanoTime()).as("a spare in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}

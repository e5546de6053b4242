package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WriteAheadLogTest {
    @TempDir
    Path directory;

    static List<WalOptions> sizes() {
        return List.of(Logs.SMALL, Logs.GROWING);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everythingComesBackAsItWas(WalOptions options) throws IOException {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Logs.Entry> expected = new ArrayList<>();
        try (WriteAheadLog log = Logs.open(directory, options)) {
            for (int i = 0; i < 500; i++) {
                byte[] body = new byte[random.nextInt(random.nextInt(10) == 0 ? 40_000 : 900)];
                random.nextBytes(body);
                int offset = random.nextInt(body.length + 1);
                WalRecord.Type type = new WalRecord.Type((byte) random.nextInt());
                byte encoding = (byte) random.nextInt(3);
                String tenant = random.nextBoolean() ? "acme" : "größer-" + random.nextInt(3);
                long position = log.append(type, tenant, encoding, body, offset, body.length - offset);
                String text = Logs.text(body).substring(offset);
                expected.add(new Logs.Entry(type.code(), tenant, encoding, text, position));
                assertThat(log.position()).isEqualTo(position);
            }
        }
        Logs.Replayed replayed = Logs.replay(directory);
        assertThat(replayed.entries()).isEqualTo(expected);
        assertThat(replayed.report().damage()).isEmpty();
        assertThat(replayed.report().tornTail()).isNull();
        assertThat(replayed.report().records()).isEqualTo(500);
        assertThat(replayed.report().position()).isEqualTo(expected.getLast().position());
        assertThat(replayed.report().bytes()).isEqualTo(expected.getLast().position());
    }

    @Test
    void everyPositionIsAPlaceToReplayFrom() throws IOException {
        List<Long> positions = new ArrayList<>(List.of(0L));
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            for (int i = 0; i < 30; i++) {
                positions.add(Logs.append(log, "body " + i + "x".repeat(i * 100)));
            }
        }
        List<Logs.Entry> all = Logs.replay(directory).entries();
        for (int i = 0; i < positions.size(); i++) {
            try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
                Logs.Replayed replayed = Logs.replay(log, positions.get(i));
                assertThat(replayed.entries()).isEqualTo(all.subList(i, all.size()));
                assertThat(replayed.report().damage()).isEmpty();
                assertThat(log.position()).isEqualTo(positions.getLast());
            }
        }
    }

    @Test
    void goesOnWhereItEndedHoweverOftenItIsOpened() throws IOException {
        List<String> expected = new ArrayList<>();
        long position = 0;
        for (int run = 0; run < 40; run++) {
            try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
                Logs.Replayed replayed = Logs.replay(log, 0);
                assertThat(replayed.bodies()).isEqualTo(expected);
                assertThat(replayed.report().damage()).isEmpty();
                assertThat(log.position()).isEqualTo(position);
                for (int i = 0; i < run % 4; i++) {
                    String body = run + "." + i + "-".repeat(1000 * (run % 7));
                    position = Logs.append(log, body);
                    expected.add(body);
                }
            }
        }
    }

    @Test
    void aRecordLargerThanASegmentHasOneOfItsSize() throws IOException {
        String large = "L".repeat(3 << 20);
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            Logs.append(log, "before");
            Logs.append(log, large);
            Logs.append(log, "after");
        }
        Logs.Replayed replayed = Logs.replay(directory);
        assertThat(replayed.bodies()).containsExactly("before", large, "after");
        assertThat(replayed.report().damage()).isEmpty();
        assertThat(Logs.segments(directory)).hasSize(3);
    }

    @Test
    void positionsNeverGoBack() throws IOException {
        long end;
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            end = Logs.append(log, "only");
        }
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
            assertThat(Logs.replay(log, end + 5000).report().position()).isEqualTo(end + 5000);
            assertThat(Logs.append(log, "x")).isGreaterThan(end + 5000);
        }
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
            Logs.Replayed replayed = Logs.replay(log, end + 5000);
            assertThat(replayed.bodies()).containsExactly("x");
            assertThat(replayed.report().damage()).isEmpty();
        }
    }

    @Test
    void aHandlerThatFailsEndsTheReplayWhichMayBeRepeated() throws IOException {
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            Logs.append(log, "a");
        }
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
            assertThatIOException()
                    .isThrownBy(() -> log.replay(0, 0, (record, position) -> {
                        throw new IOException("no room");
                    }))
                    .withMessage("no room");
            assertThat(Logs.replay(log, 0).bodies()).containsExactly("a");
        }
    }

    @Test
    void refusesWhatIsOutOfOrder() throws IOException {
        WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL);
        assertThatIllegalStateException()
                .isThrownBy(() -> Logs.append(log, "early"))
                .withMessageContaining("replayed");
        assertThatIllegalArgumentException().isThrownBy(() -> Logs.replay(log, -1));
        Logs.replay(log, 0);
        assertThatIllegalStateException().isThrownBy(() -> Logs.replay(log, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> log.durable(1));
        String tenant = "t".repeat(70_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.append(WalRecord.Type.SPANS, tenant, (byte) 0, new byte[1], 0, 1))
                .withMessageContaining("65535");
        log.close();
        log.close();
        assertThatIOException().isThrownBy(() -> Logs.append(log, "late")).withMessageContaining("closed");
    }

    @Test
    void anInterruptedThreadAppendsAllTheSame() throws Exception {
        try (WriteAheadLog log = Logs.open(directory, Logs.SMALL)) {
            Thread.currentThread().interrupt();
            long position = Logs.append(log, "interrupted");
            assertThat(Thread.interrupted()).isTrue();
            log.durable(position).get();
        }
        assertThat(Logs.replay(directory).bodies()).containsExactly("interrupted");
    }

    @Test
    void withoutFsyncNobodyWaits() throws IOException {
        WalOptions options = new WalOptions(16 << 10, false, 2);
        try (WriteAheadLog log = Logs.open(directory, options)) {
            for (int i = 0; i < 100; i++) {
                assertThat(log.durable(Logs.append(log, "x".repeat(1000)))).isCompleted();
            }
            log.release(log.position());
            assertThat(log.bytes()).isLessThan(16 << 10);
        }
    }
}

package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.rubato.storage.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    private static final WalOptions NO_SPARES = new WalOptions(16 << 10, true, 0);

    @TempDir
    Path directory;

    @TempDir
    Path copies;

    private final FaultyFiles files = new FaultyFiles();

    private WriteAheadLog open(WalOptions options) throws IOException {
        WriteAheadLog log = WriteAheadLog.open(directory, options, files, System::nanoTime);
        Logs.replay(log, 0);
        return log;
    }

    static List<WalOptions> fullDisks() {
        return List.of(NO_SPARES, Logs.GROWING);
    }

    @ParameterizedTest
    @MethodSource("fullDisks")
    void aFullDiskRefusesRecordsUntilThereIsRoom(WalOptions options) throws Exception {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        int refused = 0;
        try (WriteAheadLog log = open(options)) {
            for (int i = 0; i < 300; i++) {
                files.room.set(random.nextInt(random.nextBoolean() ? 600 : 30_000));
                String body = i + "x".repeat(random.nextInt(random.nextInt(20) == 0 ? 300_000 : 2000));
                long before = log.position();
                try {
                    Logs.append(log, body);
                    expected.add(body);
                } catch (IOException e) {
                    refused++;
                    assertThat(e).hasMessageContaining("No space left");
                    assertThat(log.position()).isEqualTo(before);
                }
                if (i % 10 == 0) {
                    Logs.Replayed killed = Logs.replay(Logs.copy(directory, copies.resolve("after" + i)));
                    assertThat(numbers(killed.bodies())).isEqualTo(numbers(expected));
                    assertThat(killed.report().damage()).isEmpty();
                }
            }
            files.room.set(Long.MAX_VALUE);
            expected.add("room again");
            log.durable(Logs.append(log, "room again")).get();
        }
        assertThat(refused).isBetween(20, 280);
        Logs.Replayed replayed = Logs.replay(directory);
        assertThat(replayed.bodies()).isEqualTo(expected);
        assertThat(replayed.report().damage()).isEmpty();
        assertThat(replayed.report().tornTail()).isNull();
    }

    private static List<String> numbers(List<String> bodies) {
        return bodies.stream().map(body -> body.replace("x", "")).toList();
    }

    @Test
    void aSegmentThatCannotBeLaidOutAheadIsDoneWithout() throws Exception {
        files.roomForSpares = false;
        List<String> expected = new ArrayList<>();
        try (WriteAheadLog log = open(Logs.SMALL)) {
            for (int i = 0; i < 50; i++) {
                expected.add(i + "x".repeat(1000));
                log.durable(Logs.append(log, expected.getLast())).get();
            }
        }
        assertThat(Logs.replay(directory).bodies()).isEqualTo(expected);
    }

    @Test
    void afterAFailedFsyncNothingIsPromisedAnyMore() throws Exception {
        WriteAheadLog log = open(NO_SPARES);
        long safe = Logs.append(log, "safe");
        log.durable(safe).get();
        files.failForce = true;
        CompletableFuture<?> unsafe = log.durable(Logs.append(log, "unsafe"));
        assertThat(unsafe)
                .failsWithin(Deadline.LONGEST)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("takes no more records")
                .withMessageContaining("Input/output error");
        files.failForce = false;
        assertThatIOException().isThrownBy(() -> Logs.append(log, "more")).withMessageContaining("takes no more");
        assertThat(log.durable(log.position())).isCompletedExceptionally();
        assertThat(log.durable(safe)).isCompleted();
        assertThatIOException().isThrownBy(log::close).withMessageContaining("takes no more");
        assertThat(Logs.replay(directory).bodies()).startsWith("safe");
    }
}

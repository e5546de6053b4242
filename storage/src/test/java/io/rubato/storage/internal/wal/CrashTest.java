package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class CrashTest {
    private static final int ROUNDS = 20;

    static List<WalOptions> options() {
        return List.of(new WalOptions(64 << 10, true, 2), new WalOptions(8 << 10, 256 << 10, true, 1));
    }

    @TempDir
    Path directory;

    private long lastDurable = -1;
    private long firstKept;

    @ParameterizedTest
    @MethodSource("options")
    void aKilledProcessLosesNothingItPrinted(WalOptions options) throws Exception {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long before = lastDurable;
            killOneAfter(options, 1 + random.nextInt(1500));
            total += lastDurable - before;
            checkReplay(options);
        }
        System.out.println(ROUNDS + " kills, " + total + " durable records, none lost");
    }

    private void killOneAfter(WalOptions options, int lines) throws Exception {
        Process child = ChildLog.start(directory, options);
        try (BufferedReader output = child.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(output.readLine()).isEqualTo(ChildLog.READY);
            for (int i = 0; i < lines; i++) {
                note(output.readLine());
            }
            // The process itself would close its output here, and with it what is still unread.
            child.toHandle().destroyForcibly();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private void note(String line) {
        if (line.startsWith(ChildLog.KEPT_FROM)) {
            firstKept = Long.parseLong(line.substring(ChildLog.KEPT_FROM.length()));
        } else {
            lastDurable = Math.max(lastDurable, Long.parseLong(line));
        }
    }

    private void checkReplay(WalOptions options) throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(directory, options)) {
            Logs.Replayed replayed = Logs.replay(log, 0);
            assertThat(replayed.report().damage()).isEmpty();
            List<Long> numbers = replayed.bodies().stream()
                    .map(body -> body.getBytes(StandardCharsets.ISO_8859_1))
                    .map(ChildLog::number)
                    .toList();
            assertThat(numbers).isNotEmpty();
            assertThat(numbers.getFirst()).isLessThanOrEqualTo(firstKept);
            assertThat(numbers.getLast()).isGreaterThanOrEqualTo(lastDurable);
            assertThat(numbers)
                    .isEqualTo(LongStream.rangeClosed(numbers.getFirst(), numbers.getLast())
                            .boxed()
                            .toList());
            for (String body : replayed.bodies()) {
                byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
                assertThat(bytes).isEqualTo(ChildLog.body(ChildLog.number(bytes)));
            }
        }
    }
}

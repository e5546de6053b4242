package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.SpanStore;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.scan.SpanSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that takes spans in, again and again, over one directory: every span it acknowledged is
/// there once.
class StoreCrashTest {
    private static final int IN_FLIGHT = 10;

    @TempDir
    Path directory;

    private final Set<Long> acknowledged = new HashSet<>();
    private final Map<Long, Map<ByteString, Integer>> sentBatches = new HashMap<>();
    private long batches;
    private int blocks;

    @Test
    void aFewKills() throws Exception {
        killAndCheck(3, 800);
    }

    @Tag("slow")
    @Test
    void manyKills() throws Exception {
        killAndCheck(52, 1_000);
    }

    private void killAndCheck(int kills, int mostMillis) throws Exception {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long spans = 0;
        for (int kill = 0; kill < kills; kill++) {
            killAfter(random.nextInt(mostMillis));
            if (kill % 10 == 9 || kill == kills - 1) {
                spans = check();
            }
        }
        System.out.printf(
                "%d kills, %d batches acknowledged, %d spans stored in %d blocks and the log: each once%n",
                kills, acknowledged.size(), spans, blocks);
    }

    private void killAfter(int millis) throws Exception {
        Process child = ChildStore.start(directory, batches);
        try (BufferedReader output = child.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(output.readLine()).isEqualTo(ChildStore.READY);
            Thread killer = Thread.ofPlatform().start(() -> {
                try {
                    // The moment is the point: nothing is waited for.
                    Thread.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                // The process itself would close its output here, and with it what is still unread.
                child.toHandle().destroyForcibly();
            });
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(Long.parseLong(line));
            }
            killer.join();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private void note(long batch) {
        acknowledged.add(batch);
        // Batches in flight when the process died may be stored too; the next one starts well after them.
        batches = Math.max(batches, batch + IN_FLIGHT);
    }

    private long check() throws IOException {
        Map<ByteString, Integer> found = new HashMap<>();
        long spans;
        try (SpanStore store = SpanStore.open(ChildStore.options(directory));
                Snapshot snapshot = store.snapshot()) {
            for (SpanSource source : snapshot.sources()) {
                DiskStoreTest.drain(
                        (StoredSource) source,
                        part -> digests(part)
                                .forEach((id, digest) ->
                                        assertThat(found.put(id, digest)).isNull()));
            }
            spans = store.status().spans();
            blocks = store.status().blocks();
            assertThat(store.status().events().keySet()).noneMatch(event -> event.contains("damaged"));
        }
        for (long batch = 0; batch < batches + IN_FLIGHT; batch++) {
            Map<ByteString, Integer> sent =
                    sentBatches.computeIfAbsent(batch, number -> digests(ChildStore.body(number)));
            boolean stored =
                    acknowledged.contains(batch) || sent.keySet().stream().anyMatch(found::containsKey);
            sent.forEach((id, digest) -> assertThat(found.remove(id)).isEqualTo(stored ? digest : null));
        }
        assertThat(found).isEmpty();
        return spans;
    }

    /// A hash of all spans of each trace.
    private static Map<ByteString, Integer> digests(byte[] body) {
        SpanSet spans = new SpanSet().add(body);
        Map<ByteString, Integer> digests = new HashMap<>();
        spans.traces().keySet().forEach(id -> digests.put(id, spans.sorted(id).hashCode()));
        return digests;
    }
}

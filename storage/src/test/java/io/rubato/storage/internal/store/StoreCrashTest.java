package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.manifest.BlockEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that stores spans, again and again, over one directory, while heads are flushed, traces moved and
/// blocks merged: every span it acknowledged is there once, and every trace in one place.
class StoreCrashTest {
    private static final int IN_FLIGHT = 10;
    private static final int ROUND = 50;

    @TempDir
    Path directory;

    private Path store = Path.of("");
    private final Set<Long> acknowledged = new HashSet<>();
    private final Map<Long, Map<SpanKey, Integer>> sentBatches = new HashMap<>();
    private long batches;
    private int blocks;
    private long moved;
    private long merged;

    private record SpanKey(ByteString trace, ByteString span) {}

    @Test
    void aFewKills() throws Exception {
        killAndCheck(1, 3, 800);
    }

    /// The system property `rubato.kills` says how many, in rounds of [#ROUND] over a directory of their own each.
    @Tag("slow")
    @Test
    void manyKills() throws Exception {
        int kills = Integer.getInteger("rubato.kills", 52);
        for (int round = 0; kills > 0; round++, kills -= ROUND) {
            acknowledged.clear();
            sentBatches.clear();
            batches = 0;
            killAndCheck(round + 2, Math.min(ROUND, kills), 1_500);
        }
    }

    private void killAndCheck(int round, int kills, int mostMillis) throws Exception {
        long seed = Long.getLong("rubato.seed", 1) + round;
        Random random = new Random(seed);
        store = directory.resolve("round " + round);
        long spans = 0;
        for (int kill = 0; kill < kills; kill++) {
            killAfter(random.nextInt(mostMillis));
            if (kill % 10 == 9 || kill == kills - 1) {
                spans = check();
            }
        }
        System.out.printf(
                "seed %d: %d kills, %d batches acknowledged, %d spans stored in %d blocks and the log, each once; %d"
                        + " blocks of moved traces and %d of merged blocks among them%n",
                seed, kills, acknowledged.size(), spans, blocks, moved, merged);
    }

    private void killAfter(int millis) throws Exception {
        Process child = ChildStore.start(store, batches);
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
        Map<SpanKey, Integer> found = new HashMap<>();
        long spans;
        try (DiskStore opened = DiskStore.open(ChildStore.options(store));
                Snapshot snapshot = opened.snapshot()) {
            SpanSet all = new SpanSet();
            DiskStoreTest.drainWhole(snapshot, all);
            add(all, found);
            assertThat(found).hasSize(all.spans());
            spans = all.spans();
            count(opened);
            assertThat(opened.status().events().keySet()).noneMatch(event -> event.contains("damaged"));
        }
        for (long batch = 0; batch < batches + IN_FLIGHT; batch++) {
            Map<SpanKey, Integer> sent = sentBatches.computeIfAbsent(batch, number -> digests(ChildStore.body(number)));
            boolean stored =
                    acknowledged.contains(batch) || sent.keySet().stream().anyMatch(found::containsKey);
            sent.forEach((key, digest) -> assertThat(found.remove(key)).isEqualTo(stored ? digest : null));
        }
        assertThat(found).isEmpty();
        return spans;
    }

    private void count(DiskStore opened) {
        List<BlockEntry> live = opened.state().manifest().current().live();
        blocks = live.size();
        moved = live.stream().filter(block -> !block.movedFrom().isEmpty()).count();
        merged = live.stream().filter(block -> !block.mergedFrom().isEmpty()).count();
    }

    /// A hash of each span and of all that stands around it.
    private static Map<SpanKey, Integer> digests(byte[] body) {
        Map<SpanKey, Integer> digests = new HashMap<>();
        add(new SpanSet().add(body), digests);
        return digests;
    }

    private static void add(SpanSet spans, Map<SpanKey, Integer> digests) {
        spans.traces()
                .forEach((id, placed) -> placed.forEach(span -> {
                    try {
                        ByteString spanId = Span.parseFrom(span.span()).getSpanId();
                        digests.put(new SpanKey(id, spanId), span.hashCode());
                    } catch (InvalidProtocolBufferException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
    }
}

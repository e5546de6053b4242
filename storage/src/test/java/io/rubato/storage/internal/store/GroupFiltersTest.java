package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanSet;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import io.rubato.storage.inspect.Verification;
import io.rubato.storage.internal.block.FilterFile;
import io.rubato.storage.internal.block.GroupFilter;
import io.rubato.storage.internal.manifest.BlockKeys;
import io.rubato.storage.internal.view.FilterGroup;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Filters over the traces of several blocks: when there are some, and that whatever becomes of them, every trace is
/// found.
class GroupFiltersTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private final SpanSet sent = new SpanSet();
    private long nextSpan = 1;

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMinutes(5), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 1_000))
                .withFilters(new StoreOptions.Filters(5, 2))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1)));
    }

    /// Makes blocks with ten traces each, `100 * block` and on.
    private void addBlocks(DiskStore store, int from, int to) {
        for (int block = from; block < to; block++) {
            for (int trace = 0; trace < 10; trace++) {
                ingest(store, 100L * block + trace);
            }
            flush(store);
        }
    }

    private void ingest(DiskStore store, long trace) {
        List<Span.Builder> spans = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            spans.add(Otlp.span(trace, nextSpan++, i == 0 ? 0 : 1));
        }
        byte[] body = Otlp.body("service", spans);
        sent.add(body);
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private void flush(DiskStore store) {
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    private List<Path> filterFiles() throws IOException {
        Path folder = directory.resolve("blocks/filters");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static int filters(DiskStore store) {
        return store.state().view().blocks().filters().size();
    }

    private void assertAllFound(DiskStore store) {
        SpanSet found = new SpanSet();
        try (Snapshot snapshot = store.snapshot()) {
            DiskStoreTest.drainWhole(snapshot, found);
            assertThat(found.spans()).isEqualTo(sent.spans());
            sent.traces().keySet().forEach(id -> {
                byte[] trace = Objects.requireNonNull(snapshot.trace(TraceId.of(id.toByteArray(), 0)));
                assertThat(new SpanSet().add(trace).sorted(id)).isEqualTo(sent.sorted(id));
            });
        }
    }

    @Test
    void olderBlocksShareFilters() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            addBlocks(store, 0, 6);
            assertThat(filters(store)).isZero();
            addBlocks(store, 6, 13);
            assertThat(filters(store)).isEqualTo(2);
            assertThat(filterFiles()).hasSize(2);
            assertAllFound(store);
            // Of a trace in a block with a filter more spans arrive: it is joined, then moved.
            ingest(store, 205);
            ingest(store, 807);
            assertAllFound(store);
            flush(store);
            assertThat(store.status().pieces().tracesWaiting()).isEqualTo(2);
            assertAllFound(store);
            clock.advance(Duration.ofSeconds(40));
            store.tickNow();
            assertThat(store.status().pieces().tracesWaiting()).isZero();
            assertAllFound(store);
        }
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(filters(store)).isEqualTo(2);
            assertAllFound(store);
        }
    }

    @Test
    void aTraceOfNoBlockIsSearchedForInTheFiltersAlone() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            addBlocks(store, 0, 7);
            assertThat(filters(store)).isEqualTo(1);
            for (UUID block : store.state().view().blocks().filters().getFirst().blocks()) {
                Path file = directory.resolve("blocks/" + BlockKeys.data("single-tenant", block));
                Files.write(file, new byte[(int) Files.size(file)]);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(store.state().view().blocks().places(new TraceId(i, 99)))
                        .isEmpty();
            }
            assertThat(store.state().events().get("damaged_reads")).isZero();
        }
    }

    /// One trace in 2,048 passes a filter; only the filter of one block is read for it then, and nothing is cached.
    @Test
    void aTraceThatPassesByChanceCostsOneRead() throws IOException {
        SharedMemory memory = new SharedMemory(options().memory());
        try (DiskStore store = DiskStore.open(options(), memory)) {
            addBlocks(store, 0, 7);
            FilterGroup group = store.state().view().blocks().filters().getFirst();
            GroupFilter filter = Objects.requireNonNull(group.filter());
            TraceId[] passing = new TraceId[5];
            for (int i = 0; Arrays.asList(passing).contains(null); i++) {
                TraceId id = new TraceId(i, 99);
                int block = filter.blockOf(id);
                if (block == GroupFilter.NONE) {
                    // The blocks without a common filter are cached from now on.
                    store.state().view().blocks().places(id);
                }
                if (block >= 0 && block < passing.length) {
                    passing[block] = id;
                }
            }
            for (int block = 0; block < passing.length; block++) {
                if (block != 3) {
                    Path file = directory.resolve("blocks/"
                            + BlockKeys.data("single-tenant", group.blocks().get(block)));
                    Files.write(file, new byte[(int) Files.size(file)]);
                }
            }
            long cached = memory.cache().bytes();
            assertThat(store.state().view().blocks().places(passing[3])).isEmpty();
            assertThat(store.state().events().get("damaged_reads")).isZero();
            assertThat(memory.cache().bytes()).isEqualTo(cached);
            assertThat(store.state().view().blocks().places(passing[2])).isEmpty();
            assertThat(store.state().events().get("damaged_reads")).isPositive();
        }
    }

    @Test
    void damagedAndLostFiltersAreMadeAgain() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            addBlocks(store, 0, 12);
            assertThat(filters(store)).isEqualTo(2);
        }
        Path damaged = filterFiles().getFirst();
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 3] ^= 1;
        Files.write(damaged, bytes);
        Files.delete(filterFiles().getLast());
        try (DiskStore store = DiskStore.open(options())) {
            assertThat(filters(store)).isEqualTo(1);
            assertAllFound(store);
            flush(store);
            flush(store);
            assertThat(filters(store)).isEqualTo(2);
            assertThat(filterFiles()).hasSize(2).doesNotContain(damaged);
            assertAllFound(store);
        }
    }

    @Test
    void filesThatAreNoFiltersAreDeleted() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            addBlocks(store, 0, 7);
        }
        Path filter = filterFiles().getFirst();
        byte[] good = Files.readAllBytes(filter);
        for (int length : new int[] {0, 7, 11, 12, 15, good.length / 2}) {
            Path cut = filter.resolveSibling("cut-" + length);
            Files.write(cut, Arrays.copyOf(good, length));
        }
        byte[] newer = good.clone();
        newer[16] = 2;
        Files.write(filter.resolveSibling("newer"), newer);
        try (DiskStore store = DiskStore.open(options())) {
            assertAllFound(store);
            flush(store);
            assertThat(filters(store)).isEqualTo(1);
            assertThat(filterFiles()).hasSize(1);
            assertAllFound(store);
        }
    }

    @Test
    void aFilterGoesWhenMostOfItsBlocksHaveGone() throws IOException {
        StoreOptions merging = options().withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 2));
        try (DiskStore store = DiskStore.open(options())) {
            addBlocks(store, 0, 7);
            assertThat(filterFiles()).hasSize(1);
        }
        try (DiskStore store = DiskStore.open(merging)) {
            for (int i = 0; i < 3; i++) {
                flush(store);
            }
            assertThat(store.status().blocks()).isLessThan(4);
            assertThat(filters(store)).isZero();
            assertThat(filterFiles()).isEmpty();
            assertAllFound(store);
        }
    }

    @Test
    void aFilterThatRulesOutATraceOfItsBlocksIsFound() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            addBlocks(store, 0, 8);
        }
        Path blocks = directory.resolve("blocks");
        assertThat(Verification.of(blocks)).isEmpty();
        Path filter = filterFiles().getFirst();
        List<FilterFile.Member> members = new ArrayList<>();
        try (DiskStore store = DiskStore.open(options())) {
            members.addAll(store.state().view().blocks().filters().getFirst().members());
        }
        ByteBuffer wrong = FilterFile.encode(members, GroupFilter.of(List.of(new long[] {1, 2, 3})));
        byte[] bytes = new byte[wrong.remaining()];
        wrong.get(bytes);
        Files.write(filter, bytes);
        assertThat(Verification.of(blocks)).hasSize(5).allMatch(line -> line.contains("are not found"));
    }
}

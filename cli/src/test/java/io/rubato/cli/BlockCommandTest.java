package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.inspect.StoreInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCommandTest {
    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static List<StoreInspector.Block> blocks;

    private static byte nextSpan = 1;

    @BeforeAll
    static void store() throws IOException {
        StoreOptions options = StoreOptions.at(data)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofHours(1), 0))
                .withCut(new StoreOptions.Cut(
                        2_000, Long.MAX_VALUE, Duration.ofHours(1), Duration.ofMillis(1), Duration.ofMillis(50)));
        try (SpanStore store = SpanStore.open(options)) {
            TraceGenerator generator = new TraceGenerator(9, GeneratorOptions.of(6_000));
            while (generator.hasNext()) {
                byte[] body = generator.next().body();
                store.ingest(Compression.NONE, body, 0, body.length).join();
            }
            long end = System.nanoTime() + Deadline.LONGEST.toNanos();
            while (store.status().blocks() == 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        try (StoreInspector inspector = StoreInspector.open(data.resolve("blocks"))) {
            blocks = inspector.blocks();
        }
        assertThat(blocks).isNotEmpty();
    }

    @Test
    void dumpSaysWhatABlockHolds() {
        StoreInspector.Block block = blocks.getFirst();
        Command command = Command.run("block", "dump", "--data", data, block.id());
        assertThat(command.status()).isZero();
        assertThat(command.out())
                .contains(block.id(), "%,d traces".formatted(block.traces()), "span span id [id]", "byte planes (")
                .contains("span.http.route [string]", "trace trace id [index]");
        assertThat(Command.run("block", "dump", block.file()).out()).isEqualTo(command.out());
        assertThat(Command.run("block", "dump", "--data", data, block.id().substring(0, 8))
                        .out())
                .isEqualTo(command.out());
    }

    @Test
    void dumpForProgramsIsOneJsonObject() throws IOException {
        StoreInspector.Block block = blocks.getFirst();
        Command command = Command.run("block", "dump", "--json", block.file());
        assertThat(command.out().strip()).doesNotContain("\n").contains("\"traces\":" + block.traces() + ",");
        try (JsonParser json = new JsonFactory().createParser(command.out())) {
            json.nextToken();
            json.skipChildren();
            assertThat(json.nextToken()).isNull();
        }
    }

    @Test
    void verifyOfAWholeStorePasses() {
        Command command = Command.run("block", "verify", "--data", data);
        assertThat(command.err()).isEmpty();
        assertThat(command.out()).startsWith(blocks.size() + " blocks, ").contains(" 0 damaged places");
        assertThat(command.status()).isZero();
    }

    @Test
    void verifyNamesEachDamagedPlace() throws IOException {
        byte[] bytes = Files.readAllBytes(blocks.getFirst().file());
        bytes[bytes.length / 3] ^= 1;
        Path file = Files.write(directory.resolve("block"), bytes);
        Command command = Command.run("block", "verify", file);
        assertThat(command.status()).isEqualTo(1);
        assertThat(command.out().lines()).hasSize(2).first().asString().contains("block block at byte ", "checksum");
    }

    @Test
    void exportWritesALineForEachTrace() throws IOException {
        Path file = directory.resolve("spans.ndjson");
        Command command = Command.run("block", "export", "--format", "ndjson", "--data", data, "--all", "--out", file);
        assertThat(command.err()).isEmpty();
        assertThat(command.status()).isZero();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize((int)
                blocks.stream().mapToLong(StoreInspector.Block::traces).sum());
        assertThat(lines).allMatch(line -> line.startsWith("{\"resourceSpans\":[{") && line.endsWith("}]}"));
    }

    @Test
    void exportInProtobufIsOneMessage() throws IOException {
        StoreInspector.Block block = blocks.getFirst();
        Path file = directory.resolve("spans.pb");
        assertThat(Command.run("block", "export", "--format", "otlp", "--out", file, block.file())
                        .status())
                .isZero();
        long spans = TracesData.parseFrom(Files.readAllBytes(file)).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToLong(scope -> scope.getSpansCount())
                .sum();
        assertThat(spans).isEqualTo(block.spans());
    }

    @Test
    void anExportThatFailsLeavesTheOldFile() throws IOException {
        byte[] bytes = Files.readAllBytes(blocks.getFirst().file());
        bytes[bytes.length / 3] ^= 1;
        Path damaged = Files.write(directory.resolve("block"), bytes);
        Path folder = Files.createDirectory(directory.resolve("exports"));
        Path old = Files.writeString(folder.resolve("spans.ndjson"), "old");
        for (Object block : List.of(damaged, directory.resolve("missing"), "feed")) {
            Command failed = Command.run(
                    "block",
                    "export",
                    "--format",
                    "ndjson",
                    "--data",
                    data,
                    "--out",
                    old,
                    blocks.getLast().id(),
                    block);
            assertThat(failed.status()).isEqualTo(1);
            assertThat(old).hasContent("old");
        }
        assertThat(Command.run("block", "export", "--format", "ndjson", "--data", data, "--out", old, "--all")
                        .status())
                .isZero();
        assertThat(old).content().startsWith("{\"resourceSpans\"");
        assertThat(folder).isDirectoryContaining(old::equals).isDirectoryNotContaining(file -> !file.equals(old));
        Command nowhere = Command.run(
                "block",
                "export",
                "--format",
                "ndjson",
                "--data",
                data,
                "--all",
                "--out",
                directory.resolve("no/file"));
        assertOneLine(nowhere, 1, "no/file");
        Command device = Command.run(
                "block", "export", "--format", "otlp", "--data", data, "--all", "--out", Path.of("/dev/null"));
        assertThat(device.status()).isZero();
    }

    /// Makes a store in which one trace of many was moved: block, late spans, block, and half a minute.
    private static List<StoreInspector.Block> storeWithMovedTrace(Path target) throws IOException {
        ManualClock clock = new ManualClock();
        StoreOptions options = StoreOptions.at(target)
                .withClock(clock)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofHours(1), 0))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(50)));
        try (SpanStore store = SpanStore.open(options)) {
            ingest(store, 1, 2, 3);
            await(clock, Duration.ofMinutes(2), () -> store.status().blocks() == 1);
            ingest(store, 2, 4);
            await(clock, Duration.ofMinutes(2), () -> store.status().pieces().tracesWaiting() == 1);
            await(clock, Duration.ofMinutes(5), () -> store.status().pieces().spansMoved() > 0);
        }
        try (StoreInspector inspector = StoreInspector.open(target.resolve("blocks"))) {
            return inspector.blocks();
        }
    }

    private static void ingest(SpanStore store, int... traces) {
        for (int trace : traces) {
            byte[] id = new byte[16];
            id[15] = (byte) trace;
            byte[] body = TracesData.newBuilder()
                    .addResourceSpans(ResourceSpans.newBuilder()
                            .addScopeSpans(ScopeSpans.newBuilder()
                                    .addSpans(Span.newBuilder()
                                            .setTraceId(ByteString.copyFrom(id))
                                            .setSpanId(
                                                    ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, nextSpan++}))
                                            .setName("GET /")
                                            .setStartTimeUnixNano(1_767_225_600_000_000_000L)
                                            .setEndTimeUnixNano(1_767_225_601_000_000_000L))))
                    .build()
                    .toByteArray();
            store.ingest(Compression.NONE, body, 0, body.length).join();
        }
    }

    private static void await(ManualClock clock, Duration ahead, BooleanSupplier condition) {
        clock.advance(ahead);
        long end = System.nanoTime() + Deadline.LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void tracesThatWereMovedCountOnce() throws IOException {
        Path moved = directory.resolve("moved");
        List<StoreInspector.Block> found = storeWithMovedTrace(moved);
        StoreInspector.Block first = found.getFirst();
        assertThat(found).hasSize(3);
        assertThat(first.dead().traces()).isEqualTo(1);
        assertThat(Command.run("block", "dump", "--data", moved, first.id()).out())
                .contains("3 spans, 3 traces (", "1 spans, 1 traces of these are dead");
        assertThat(Command.run("block", "dump", "--json", "--data", moved, first.id())
                        .out())
                .contains("\"deadSpans\":1,\"deadTraces\":1,");
        assertThat(Command.run("block", "dump", first.file()).out()).doesNotContain("dead");

        Command verify = Command.run("block", "verify", "--data", moved);
        assertThat(verify.out()).startsWith("3 blocks, ").contains(" 0 damaged places");
        assertThat(verify.status()).isZero();

        assertThat(exported("--data", moved, "--all")).hasSize(4).doesNotHaveDuplicates();
        assertThat(exported("--data", moved, first.id())).hasSize(2);
        assertThat(exported(first.file())).hasSize(3);
    }

    private List<String> exported(Object... which) throws IOException {
        Path file = directory.resolve("exported");
        List<Object> words = new ArrayList<>(List.of("block", "export", "--format", "ndjson", "--out", file));
        words.addAll(List.of(which));
        assertThat(Command.run(words.toArray()).status()).isZero();
        return Files.readAllLines(file);
    }

    @Test
    void mistakesAreOneLine() {
        assertOneLine(Command.run("block", "dump", "--data", data, "feed"), 1, "no block in " + data);
        assertOneLine(Command.run("block", "verify", "--data", directory), 1, "no object store at");
        Command parquet = Command.run("block", "export", "--format", "parquet", "--all");
        assertThat(parquet.status()).isEqualTo(2);
        assertThat(parquet.err()).contains("not supported yet (ndjson, otlp)");
        assertThat(Command.run("block", "export", "--format", "otlp").status()).isEqualTo(2);
        assertThat(Command.run("block").status()).isEqualTo(2);
    }

    private static void assertOneLine(Command command, int status, String message) {
        assertThat(command.status()).isEqualTo(status);
        assertThat(command.err().lines())
                .singleElement()
                .asString()
                .startsWith("rubato: ")
                .contains(message);
    }

    /// Goes as it is told.
    private static final class ManualClock extends Clock {
        private final AtomicLong millis = new AtomicLong(1_767_225_600_000L);

        void advance(Duration by) {
            millis.addAndGet(by.toMillis());
        }

        @Override
        public long millis() {
            return millis.get();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

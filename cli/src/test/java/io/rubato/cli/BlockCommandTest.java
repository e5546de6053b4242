package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCommandTest {
    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static List<StoreInspector.Block> blocks;

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
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
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
}

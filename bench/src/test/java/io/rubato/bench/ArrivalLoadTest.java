package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.generator.TraceSample;
import io.rubato.generator.span.GeneratedSpan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ArrivalLoadTest {
    private static final double SECOND = 1e9;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(args);
    }

    private void load(FakeServer server, String... args) {
        List<String> all = new ArrayList<>(
                List.of("load", "--protocol=http", "--endpoint=" + server.base() + "/v1/traces", "--spans=4000"));
        all.addAll(Arrays.asList(args));
        assertThat(bench(all.toArray(String[]::new))).as(err.toString()).isZero();
    }

    @Test
    void exportersSendEverySpanAndTheTruthKnowsThem(@TempDir Path dir) throws Exception {
        try (FakeServer server = new FakeServer()) {
            Path truth = dir.resolve("truth.tsv");
            load(server, "--arrival=exporters", "--rate=2000", "--retries=0", "--instances=2", "--truth=" + truth);
            Map<String, Long> spans =
                    server.spans.stream().collect(Collectors.groupingBy(GeneratedSpan::traceId, Collectors.counting()));
            List<TraceSample> samples = TruthFile.read(truth);
            assertThat(samples).hasSizeGreaterThan(100);
            assertThat(samples)
                    .allSatisfy(sample -> assertThat(spans).containsEntry(sample.traceId(), (long) sample.spans()));
            assertThat(server.spans.stream()
                            .map(span -> span.resource().toString())
                            .distinct())
                    .hasSizeBetween(30, 48);
        }
    }

    @Test
    void retriesAreSentToo() throws Exception {
        try (FakeServer server = new FakeServer()) {
            load(server, "--arrival=exporters", "--retries=1");
            assertThat(server.spans.stream().map(GeneratedSpan::spanId).distinct())
                    .hasSize(server.spans.size() / 2);
        }
    }

    @Test
    void compressedSpansEndAboutNow() throws Exception {
        try (FakeServer server = new FakeServer()) {
            load(server, "--arrival=exporters", "--rate=100");
            assertThat(ends(server).max()).isBetween(-30.0, 1.0);
            assertThat(ends(server).min()).isBetween(-70.0, -40.0);
        }
    }

    private record Ends(double min, double max) {}

    private static Ends ends(FakeServer server) {
        Instant now = Instant.now();
        double nowNanos = now.getEpochSecond() * SECOND + now.getNano();
        return new Ends(
                server.spans.stream()
                                .mapToDouble(span -> span.endNanos() - nowNanos)
                                .min()
                                .orElseThrow()
                        / SECOND,
                server.spans.stream()
                                .mapToDouble(span -> span.endNanos() - nowNanos)
                                .max()
                                .orElseThrow()
                        / SECOND);
    }

    @Test
    void aPaceStretchesTime() throws Exception {
        try (FakeServer server = new FakeServer()) {
            long start = System.nanoTime();
            load(server, "--arrival=exporters", "--rate=1000", "--flush=2s", "--pace=10");
            // Four seconds, the last traces and the last flush.
            assertThat((System.nanoTime() - start) / SECOND).isBetween(0.4, 20.0);
            assertThat(ends(server).max()).isBetween(-5.0, 0.5);
        }
    }

    @Test
    void everyKindOfTrafficIsTaken() throws Exception {
        try (FakeServer server = new FakeServer()) {
            load(
                    server,
                    "--arrival=exporters",
                    "--generations=1",
                    "--agents=0.2",
                    "--late=0.01:30s,0.001:5m",
                    "--again-after=10s",
                    "--marathon=3h",
                    "--clock-spread=0.02s");
            List<String> names =
                    server.spans.stream().map(GeneratedSpan::name).distinct().toList();
            assertThat(names).contains("reindex catalog", "invoke_agent shopping-assistant", "llm_request");
        }
    }

    @Test
    void whatCannotBeIsSaidInOneLine() {
        for (String wrong : List.of("--pace=0", "--pace=fast", "--late=0.01", "--flush=soon", "--arrival=whole")) {
            assertThat(bench("load", wrong)).isEqualTo(2);
            assertThat(err.toString().lines().findFirst().orElseThrow())
                    .contains("Invalid value for option '" + wrong.substring(0, wrong.indexOf('=')) + "'");
            err.getBuffer().setLength(0);
        }
        assertThat(bench("load", "--arrival=exporters", "--agents=2")).isEqualTo(1);
        assertThat(err.toString()).contains("agents 2.0: expected 0 to 1");
    }

    @Test
    void helpSaysWhatEachPaceShows() {
        assertThat(bench("load", "--help")).isZero();
        assertThat(out.toString())
                .contains("--arrival", "--pace", "--late", "--again-after", "--marathon", "compressed");
    }

    @Test
    void measuresTheProcessWhenItIsQuietAndWhatItSaysOfItself() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.statusText = "{\"spans\":7,\"events\":{\"spans_moved\":12}}";
            load(
                    server,
                    "--arrival=exporters",
                    "--http=" + server.base(),
                    "--pid=" + ProcessHandle.current().pid(),
                    "--settle=1s",
                    "--heap",
                    "--counters=spans_moved,spans_flushed");
            assertThat(out.toString())
                    .contains("| spans_moved | 12 |", "| heap after a collection |", "until all work in the background")
                    .doesNotContain("spans_flushed |");
        }
    }
}

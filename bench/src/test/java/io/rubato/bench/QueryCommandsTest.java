package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QueryCommandsTest {
    private static final int QUERIES = 24;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @Test
    void freshnessFindsEveryProbe() throws Exception {
        try (FakeServer server = new FakeServer()) {
            int exit = bench(
                    "freshness",
                    "--protocol=http",
                    "--endpoint=" + server.base() + "/v1/traces",
                    "--http=" + server.base(),
                    "--gzip",
                    "--traces=5");
            assertThat(exit).as(err.toString()).isZero();
            assertThat(server.compressed).hasValue(5);
            assertThat(server.requests).hasValue(5);
            assertThat(out.toString()).contains("found by id", "found by search", "found in tag values");
        }
    }

    @Test
    void everyQueryGetsARowAndAWrongAnswerIsReported(@TempDir Path dir) throws Exception {
        Path truth = dir.resolve("truth.tsv");
        try (FakeServer server = new FakeServer()) {
            String endpoint = "--endpoint=" + server.base() + "/v1/traces";
            assertThat(bench("load", "--protocol=http", endpoint, "--spans=300", "--truth=" + truth))
                    .isZero();
            out.getBuffer().setLength(0);
            int exit = bench("queries", "--http=" + server.base(), "--truth=" + truth, "--warm-up=0", "--repeat=2");
            assertThat(exit).isEqualTo(1);
            assertThat(out.toString().lines().filter(line -> line.startsWith("| ") && !line.startsWith("| what")))
                    .hasSize(QUERIES);
            assertThat(err.toString())
                    .contains("unexpected answer to newest 20 { status = error }: status 200, found 0")
                    .doesNotContain("needle");
        }
    }

    @Test
    void countsWhatAnswersHold() throws Exception {
        try (FakeServer server = new FakeServer();
                QueryApi api = new QueryApi(server.base())) {
            assertThat(api.tagNames(0, 1).found()).isEqualTo(3);
            assertThat(api.tagValues("resource.service.name", 0, 1).found()).isZero();
            assertThat(api.trace("00").status()).isEqualTo(404);
            assertThat(api.search("{ span.a = \"b\" }", 20, 0, 1).found()).isZero();
            assertThat(api.ready()).isTrue();
        }
    }

    @Test
    void readyTellsTheTimeSinceTheStart() throws Exception {
        try (FakeServer server = new FakeServer()) {
            String pid = "--pid=" + ProcessHandle.current().pid();
            assertThat(bench("ready", "--http=" + server.base(), pid)).isZero();
            assertThat(out.toString()).contains("ready after start");
        }
        assertThat(bench("ready", "--http=http://127.0.0.1:1", "--pid=1", "--timeout=0"))
                .isEqualTo(1);
    }

    @Test
    void wrongUsageIsOneLine() {
        assertThat(bench("queries", "--truth=/nowhere/truth.tsv")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
    }
}

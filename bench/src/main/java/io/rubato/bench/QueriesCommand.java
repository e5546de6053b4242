package io.rubato.bench;

import io.rubato.bench.QueryApi.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "queries",
        description = "Measures what queries cost a loaded server, warm.",
        mixinStandardHelpOptions = true)
final class QueriesCommand implements Callable<Integer> {
    private static final int SHOWN = 200;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Reporting reporting = new Reporting();

    @Option(
            names = "--http",
            defaultValue = "http://127.0.0.1:3200",
            description = "The server's query address (default: ${DEFAULT-VALUE}).")
    URI http = URI.create("http://127.0.0.1:3200");

    @Option(names = "--truth", required = true, paramLabel = "FILE", description = "What `bench load --truth` wrote.")
    @Nullable
    Path truth;

    @Option(names = "--pid", description = "The server's process, to measure CPU.")
    @Nullable
    Long pid;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Runs before measuring (default: ${DEFAULT-VALUE}).")
    int warmUp;

    @Option(
            names = "--repeat",
            defaultValue = "50",
            description = "Measured runs at least; more until the server spent a second on them, at most 20 times as"
                    + " many (default: ${DEFAULT-VALUE}).")
    int repeat;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only queries whose name has this text; may be given several times (default: all).")
    List<String> only = new ArrayList<>();

    /// Runs of one query.
    ///
    /// @param wrong the first answer that was not as expected, empty if all were
    private record Measured(Latencies wall, double cpuMillis, int found, String wrong) {
        boolean asExpected() {
            return wrong.isEmpty();
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        ServerProcess server = pid == null ? null : new ServerProcess(pid);
        boolean allRight = true;
        Table table = reporting.table(command);
        try (QueryApi api = new QueryApi(http)) {
            List<BenchQuery> queries = BenchQuery.all(api, TruthFile.read(Objects.requireNonNull(truth)));
            for (BenchQuery query : queries) {
                if (!only.isEmpty() && only.stream().noneMatch(query.name()::contains)) {
                    continue;
                }
                Measured measured = measure(query, server);
                row(table, query, measured);
                if (!measured.asExpected()) {
                    allRight = false;
                    err.println("unexpected answer to " + query.name() + ": " + measured.wrong());
                }
            }
        }
        table.write(command.commandLine().getOut(), reporting.table);
        return allRight ? 0 : 1;
    }

    private Measured measure(BenchQuery query, @Nullable ServerProcess server)
            throws IOException, InterruptedException {
        for (int i = 0; i < warmUp; i++) {
            query.asks().ask(i);
        }
        Latencies wall = new Latencies();
        Duration before = server == null ? Duration.ZERO : server.cpu();
        Duration spent = Duration.ZERO;
        String wrong = "";
        int runs = 0;
        Answer last = new Answer(0, 0, "");
        while (runs < repeat || (server != null && runs < 20 * repeat && spent.toMillis() < 1_000)) {
            long start = System.nanoTime();
            last = query.asks().ask(warmUp + runs);
            wall.add(System.nanoTime() - start);
            if (wrong.isEmpty() && (last.status() >= 500 || !query.expected().holds(last.found()))) {
                String text = last.text().substring(0, Math.min(last.text().length(), SHOWN));
                wrong = "status " + last.status() + ", found " + last.found() + ", " + text;
            }
            runs++;
            if (server != null && runs % repeat == 0) {
                spent = server.cpu().minus(before);
            }
        }
        double cpu = server == null ? Double.NaN : server.cpu().minus(before).toNanos() / 1e6 / runs;
        return new Measured(wall, cpu, last.found(), wrong);
    }

    private void row(Table table, BenchQuery query, Measured measured) {
        String cpu = Double.isNaN(measured.cpuMillis())
                ? "CPU not measured"
                : Table.number("%.2f ms CPU", measured.cpuMillis());
        table.row(
                reporting.name(query.name().replace("|", "\\|")),
                Table.number(
                        "%s, wall p50 %.2f, p99 %.2f ms, found %d%s",
                        cpu,
                        measured.wall().millis(0.5),
                        measured.wall().millis(0.99),
                        measured.found(),
                        measured.asExpected() ? "" : " (not as expected)"),
                Table.number("≤ %.0f ms CPU", query.target()));
    }
}

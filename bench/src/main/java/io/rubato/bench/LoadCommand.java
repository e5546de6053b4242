package io.rubato.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        description = "Sends generated spans and measures throughput, acks and what they cost the server.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    private static final int AHEAD = 256;
    private static final int WARM_UP_SPANS = 200_000;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Target target = new Target();

    @Option(names = "--in-flight", defaultValue = "32", description = "Requests in flight (default: ${DEFAULT-VALUE}).")
    int inFlight;

    @Mixin
    Traffic traffic = new Traffic();

    @Mixin
    Cost cost = new Cost();

    @Option(names = "--truth", paramLabel = "FILE", description = "Write there which traces were sent, for queries.")
    @Nullable
    Path truth;

    @Mixin
    Reporting reporting = new Reporting();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        // The loader's own code is compiled before the clock runs: it shares the machine with the server.
        traffic.warmUp(WARM_UP_SPANS).forEachRemaining(batch -> {});
        try (BatchSource source = new BatchSource(traffic.generator(), AHEAD, target.compressesBodies());
                Sender sender = target.open()) {
            source.awaitLead();
            cost.begin();
            LoadRun.Result result = new LoadRun(sender, inFlight, traffic.pace, err).run(source);
            Table table = reporting.table(command);
            acks(table, result);
            cost.end(table, reporting, result.accepted(), cpuTarget());
            if (truth != null) {
                TruthFile.write(truth, source.truth());
            }
            result.failures().forEach((what, count) -> err.println(count + " requests failed: " + what));
            result.messages().forEach((what, count) -> err.println(count + " answers said: " + what));
            table.write(command.commandLine().getOut(), reporting.table);
            return result.failures().isEmpty() && result.rejected() == 0 ? 0 : 1;
        }
    }

    private String cpuTarget() {
        return reporting.label.contains("warm") ? "≤ 5 µs" : "≤ 12 µs";
    }

    private void acks(Table table, LoadRun.Result result) {
        table.row(
                reporting.name("ingest"),
                Table.number("%,.0f spans/s", result.spansPerSecond()),
                traffic.pace.isCompressed() ? "≥ 120,000 spans/s" : "");
        table.row(
                reporting.name("ack p50 / p99 / max"),
                Table.number(
                        "%.1f / %.1f / %.1f ms",
                        result.latencies().millis(0.5),
                        result.latencies().millis(0.99),
                        result.latencies().millis(1)),
                "");
        table.row(
                reporting.name("spans, requests, failed requests, rejected spans"),
                Table.number(
                        "%,d, %,d, %,d, %,d",
                        result.accepted(), result.requests(), result.failedRequests(), result.rejected()),
                "0 failed, 0 rejected");
        table.row(reporting.name("time"), Table.number("%.1f s", result.wall().toNanos() / 1e9), "");
    }
}

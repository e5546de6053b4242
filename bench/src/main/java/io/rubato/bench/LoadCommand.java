package io.rubato.bench;

import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    private static final int AHEAD = 256;
    private static final int WARM_UP_SPANS = 200_000;

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Target target = new Target();

    @Mixin
    Reporting reporting = new Reporting();

    @Option(names = "--spans", defaultValue = "2000000", description = "Spans to send (default: ${DEFAULT-VALUE}).")
    long spans;

    @Option(names = "--in-flight", defaultValue = "32", description = "Requests in flight (default: ${DEFAULT-VALUE}).")
    int inFlight;

    @Option(names = "--rate", defaultValue = "0", description = "Spans a second; 0: as fast as answers come.")
    long rate;

    @Option(
            names = "--trace-rate",
            defaultValue = "20000",
            description = "Spans a second of trace time; the more, the fuller the batches (default: ${DEFAULT-VALUE}).")
    int traceRate;

    @Option(names = "--seed", defaultValue = "1", description = "Equal seeds send equal traces.")
    long seed;

    @Option(names = "--llm", defaultValue = "0.3", description = "Share of LLM traces (default: ${DEFAULT-VALUE}).")
    double llmShare;

    @Option(
            names = "--start",
            description = "Start of the first trace, as 2026-01-31T12:00:00Z; default: so that the"
                    + " last trace is of now.")
    @Nullable
    Instant start;

    @Option(names = "--pid", description = "The server's process, to measure CPU and memory.")
    @Nullable
    Long pid;

    @Option(names = "--data", paramLabel = "DIR", description = "The server's data, to measure bytes per span.")
    @Nullable
    Path data;

    @Option(names = "--truth", paramLabel = "FILE", description = "Write there which traces were sent, for queries.")
    @Nullable
    Path truth;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter err = command.commandLine().getErr();
        ServerProcess server = pid == null ? null : new ServerProcess(pid);
        long diskBefore = data == null ? 0 : DiskUsage.total(DiskUsage.of(data));
        // The loader's own code is compiled before the clock runs: it shares the machine with the server.
        new TraceGenerator(seed, GeneratorOptions.of(WARM_UP_SPANS)).forEachRemaining(batch -> {});
        TraceGenerator generator = new TraceGenerator(seed, options());
        try (BatchSource source = new BatchSource(generator, AHEAD, target.compressesBodies());
                Sender sender = target.open()) {
            source.awaitLead();
            Duration cpuBefore = server == null ? Duration.ZERO : server.cpu();
            LoadRun.Result result = new LoadRun(sender, inFlight, rate, err).run(source);
            Table table = reporting.table(command);
            acks(table, result);
            if (server != null) {
                double micros = server.cpu().minus(cpuBefore).toNanos() / 1e3 / result.accepted();
                table.row(reporting.name("server CPU"), Table.number("%.2f µs/span", micros), cpuTarget());
                double mib = server.peakResidentBytes() / 1024.0 / 1024;
                table.row(reporting.name("peak resident memory"), Table.number("%.0f MiB", mib), "≤ 1536 MiB");
            }
            if (data != null) {
                double grown = DiskUsage.total(DiskUsage.of(data)) - diskBefore;
                table.row(reporting.name("files grew by"), Table.number("%.1f B/span", grown / result.accepted()), "");
            }
            if (truth != null) {
                TruthFile.write(truth, source.truth());
            }
            result.failures().forEach((what, count) -> err.println(count + " requests failed: " + what));
            result.messages().forEach((what, count) -> err.println(count + " answers said: " + what));
            table.write(command.commandLine().getOut(), reporting.table);
            return result.failures().isEmpty() && result.rejected() == 0 ? 0 : 1;
        }
    }

    private GeneratorOptions options() {
        Instant first = start != null ? start : Instant.now().minusMillis(spans * 1_000 / traceRate + 2_000);
        return GeneratorOptions.of(spans)
                .withStart(first)
                .withSpansPerSecond(traceRate)
                .withLlmShare(llmShare);
    }

    private String cpuTarget() {
        return reporting.label.contains("warm") ? "≤ 5 µs" : "≤ 12 µs";
    }

    private void acks(Table table, LoadRun.Result result) {
        table.row(
                reporting.name("ingest"),
                Table.number("%,.0f spans/s", result.spansPerSecond()),
                rate > 0 ? "" : "≥ 120,000 spans/s");
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
    }
}

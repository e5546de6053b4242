package io.rubato.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what of the server is measured around a load, and the measuring.
final class Cost {
    private static final double MIB = 1_024 * 1_024;

    @Option(names = "--pid", description = "The server's process, to measure CPU and memory.")
    @Nullable
    Long pid;

    @Option(names = "--data", paramLabel = "DIR", description = "The server's data, to measure bytes per span.")
    @Nullable
    Path data;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = TimeSpan.class,
            description = "After the last answer, wait until the server used next to no CPU for 12 s, at most this"
                    + " long, and count what it did meanwhile (default: ${DEFAULT-VALUE}, do not wait).")
    Duration settle = Duration.ZERO;

    @Option(names = "--heap", description = "At the end let the server collect, and tell the heap in use (jcmd).")
    boolean heap;

    @Option(names = "--http", description = "The server's query address, to ask for --counters.")
    @Nullable
    URI http;

    @Option(
            names = "--counters",
            split = ",",
            defaultValue = "traces_in_several_places,traces_waiting,spans_moved,spans_flushed,spans_carried",
            description = "Figures of the server's status or metrics to tell; those it does not have are left out"
                    + " (default: ${DEFAULT-VALUE}).")
    List<String> counters = List.of();

    private long diskBefore;
    private Duration cpuBefore = Duration.ZERO;

    @Nullable
    ServerProcess server() {
        return pid == null ? null : new ServerProcess(pid);
    }

    /// The load begins now.
    void begin() throws IOException {
        ServerProcess server = server();
        diskBefore = data == null ? 0 : DiskUsage.total(DiskUsage.of(data));
        cpuBefore = server == null ? Duration.ZERO : server.cpu();
    }

    /// The last answer of a load of `spans` spans came: measures, and adds the rows.
    void end(Table table, Reporting reporting, long spans, String cpuTarget) throws IOException, InterruptedException {
        ServerProcess server = server();
        if (server != null) {
            table.row(reporting.name("server CPU"), cpu(server, spans), cpuTarget);
            if (settle.isPositive()) {
                Duration waited = server.awaitQuiet(settle);
                table.row(
                        reporting.name("server CPU until all work in the background was done"),
                        cpu(server, spans) + Table.number(", %d s later", waited.toSeconds()),
                        "");
            }
            table.row(reporting.name("resident memory"), Table.number("%.0f MiB", server.residentBytes() / MIB), "");
            table.row(
                    reporting.name("peak resident memory"),
                    Table.number("%.0f MiB", server.peakResidentBytes() / MIB),
                    "≤ 1536 MiB");
        }
        for (Map.Entry<String, Long> counter : found().entrySet()) {
            table.row(reporting.name(counter.getKey()), Table.number("%,d", counter.getValue()), "");
        }
        if (server != null && heap) {
            table.row(
                    reporting.name("heap after a collection"),
                    Table.number("%.1f MiB", server.heapAfterCollection() / MIB),
                    "");
        }
        if (data != null) {
            disk(table, reporting, data, spans);
        }
    }

    private String cpu(ServerProcess server, long spans) throws IOException {
        return Table.number("%.2f µs/span", server.cpu().minus(cpuBefore).toNanos() / 1e3 / spans);
    }

    /// The counters that the server has.
    Map<String, Long> found() throws IOException, InterruptedException {
        if (http == null) {
            return Map.of();
        }
        try (QueryApi api = new QueryApi(http)) {
            return Counters.find(counters, api.text("/api/rubato/status"), api.text("/metrics"));
        }
    }

    private void disk(Table table, Reporting reporting, Path directory, long spans) throws IOException {
        Map<String, Long> sizes = DiskUsage.of(directory);
        double grown = DiskUsage.total(sizes) - diskBefore;
        table.row(reporting.name("files grew by"), Table.number("%.1f B/span", grown / spans), "");
        table.row(
                reporting.name("files: blocks, log"),
                Table.number(
                        "%.1f, %.1f MiB", sizes.getOrDefault("blocks", 0L) / MIB, sizes.getOrDefault("wal", 0L) / MIB),
                "");
    }
}

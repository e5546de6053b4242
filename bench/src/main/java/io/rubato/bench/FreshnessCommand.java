package io.rubato.bench;

import io.rubato.generator.ProbeTrace;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "freshness",
        description = "Sends one trace at a time and measures how long after the ack it is found.",
        mixinStandardHelpOptions = true)
final class FreshnessCommand implements Callable<Integer> {
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    Target target = new Target();

    @Mixin
    Reporting reporting = new Reporting();

    @Option(
            names = "--http",
            defaultValue = "http://127.0.0.1:3200",
            description = "The server's query address (default: ${DEFAULT-VALUE}).")
    URI http = URI.create("http://127.0.0.1:3200");

    @Option(names = "--traces", defaultValue = "100", description = "Traces to send (default: ${DEFAULT-VALUE}).")
    int traces;

    @Option(names = "--seed", defaultValue = "-1", description = "Seed of the traces; default: the clock.")
    long seed;

    /// A question that is asked until the answer has the probe.
    private interface Question {
        boolean found() throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        Latencies byId = new Latencies();
        Latencies bySearch = new Latencies();
        Latencies byTagValues = new Latencies();
        long first = seed == -1 ? System.nanoTime() : seed;
        try (Sender sender = target.open();
                QueryApi api = new QueryApi(http)) {
            for (int i = 0; i < traces; i++) {
                probe(first + i, sender, api, byId, bySearch, byTagValues);
            }
        }
        Table table = reporting.table(command);
        row(table, "ack to found by id", byId);
        row(table, "ack to found by search", bySearch);
        row(table, "ack to found in tag values", byTagValues);
        table.write(command.commandLine().getOut(), reporting.table);
        return 0;
    }

    private void probe(
            long seed, Sender sender, QueryApi api, Latencies byId, Latencies bySearch, Latencies byTagValues)
            throws IOException {
        Instant now = Instant.now();
        ProbeTrace probe = ProbeTrace.of(seed, now.minusSeconds(1).toEpochMilli() * 1_000_000);
        byte[] encoded = probe.batch().body();
        byte[] body = target.compressesBodies() ? BatchSource.compress(encoded) : encoded;
        try {
            Ack ack = sender.send(body).join();
            if (ack.rejected() > 0) {
                throw new IOException("probe rejected: " + ack.message());
            }
            long acked = System.nanoTime();
            long from = now.getEpochSecond() - 3_600;
            long to = now.getEpochSecond() + 3_600;
            String needle = "{ span.x_request_id = \"" + probe.requestId() + "\" }";
            String quoted = "\"" + probe.service() + "\"";
            CompletableFuture.allOf(
                            poll(acked, byId, () -> api.trace(probe.traceId()).found() == ProbeTrace.SPANS),
                            poll(
                                    acked,
                                    bySearch,
                                    () -> api.search(needle, 20, from, to).found() == 1),
                            poll(
                                    acked,
                                    byTagValues,
                                    () -> api.tagValues("resource.service.name", from, to)
                                            .text()
                                            .contains(quoted)))
                    .join();
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause();
            throw new IOException(
                    cause == null || cause.getMessage() == null ? failure.toString() : cause.getMessage(), failure);
        }
    }

    /// Asks again as soon as an answer came, in a thread of its own, until the probe is there.
    private static CompletableFuture<Void> poll(long acked, Latencies found, Question question) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                while (!question.found()) {
                    if (System.nanoTime() - acked > GIVE_UP_NANOS) {
                        throw new IOException("a probe was not found within 10 s after its ack");
                    }
                    Thread.sleep(1);
                }
                found.add(System.nanoTime() - acked);
                done.complete(null);
            } catch (IOException | InterruptedException | RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    private void row(Table table, String what, Latencies latencies) {
        table.row(
                reporting.name(what + ", median / max"),
                Table.number("%.1f / %.1f ms", latencies.millis(0.5), latencies.millis(1)),
                "≤ 100 ms");
    }
}

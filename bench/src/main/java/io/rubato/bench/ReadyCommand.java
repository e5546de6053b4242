package io.rubato.bench;

import java.io.IOException;
import java.net.URI;
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
        name = "ready",
        description = "Waits until the server answers /ready, and tells how long after its start that was.",
        mixinStandardHelpOptions = true)
final class ReadyCommand implements Callable<Integer> {
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

    @Option(names = "--pid", required = true, description = "The server's process.")
    long pid;

    @Option(names = "--timeout", defaultValue = "60", description = "Seconds to wait (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        Instant started = ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElseThrow(() -> new IOException("no process " + pid));
        try (QueryApi api = new QueryApi(http)) {
            while (!api.ready()) {
                if (Duration.between(started, Instant.now()).toSeconds() >= timeoutSeconds) {
                    throw new IOException(http + "/ready did not answer 200 within " + timeoutSeconds + " s");
                }
                if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
                    throw new IOException("process " + pid + " ended before " + http + "/ready answered 200");
                }
                Thread.sleep(10);
            }
        }
        double seconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
        Table table = reporting.table(command);
        table.row(reporting.name("ready after start"), Table.number("%.2f s", seconds), "≤ 2 s empty, ≤ 5 s full");
        table.write(command.commandLine().getOut(), reporting.table);
        return 0;
    }
}

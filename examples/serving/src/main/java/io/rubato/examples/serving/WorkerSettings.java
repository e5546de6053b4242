package io.rubato.examples.serving;

import io.rubato.examples.serving.trace.StatusPages.Health;
import io.rubato.examples.serving.worker.Role;
import io.rubato.examples.serving.worker.Worker;
import io.rubato.examples.serving.worker.WorkerOptions;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of both workers.
final class WorkerSettings {
    @Mixin
    private Deployment deployment = new Deployment();

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Port of the request plane, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--slots",
            defaultValue = "1",
            description = "How many requests are worked on at once (${DEFAULT-VALUE}).")
    private int slots;

    @Option(names = "--queue", defaultValue = "8", description = "How many requests may wait (${DEFAULT-VALUE}).")
    private int queue;

    @Option(
            names = "--cache-mib",
            defaultValue = "256",
            description = "Key-value caches that wait to be fetched, in MiB (${DEFAULT-VALUE}).")
    private int cacheMib;

    /// Runs a worker until the process is told to stop.
    int run(Role role) throws IOException, InterruptedException {
        Running running = new Running("dynamo-worker-" + role.component());
        WorkerOptions options = new WorkerOptions(
                role,
                Deployment.plane(),
                deployment.directory,
                port,
                slots,
                queue,
                (long) cacheMib << 20,
                Deployment.environment());
        Worker worker = running.stopAtEnd(new Worker(running.openTelemetry(), options));
        running.serveStatus(() -> new Health(true, role.component() + " worker"), worker::write);
        return running.await();
    }
}

package io.rubato.examples.serving;

import io.rubato.examples.serving.frontend.Frontend;
import io.rubato.examples.serving.frontend.FrontendOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serving frontend`: runs until it is stopped.
@Command(
        name = "frontend",
        description = "Takes OpenAI chat requests, until it is stopped (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class FrontendCommand implements Callable<Integer> {
    /// The name that Dynamo's guide asks for. What answers is a toy, whatever it is called.
    static final String MODEL = "Qwen/Qwen3-0.6B";

    @Mixin
    private Deployment deployment = new Deployment();

    @Option(
            names = "--port",
            defaultValue = "${env:DYN_HTTP_PORT:-8000}",
            description = "Port of HTTP, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--model", defaultValue = MODEL, description = "What the model is called (${DEFAULT-VALUE}).")
    private String model = MODEL;

    @Option(names = "--faults", description = "Lets requests ask for a failure, in metadata.fault: prefill or decode.")
    private boolean faults;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Running running = new Running("dynamo-frontend");
        FrontendOptions options = new FrontendOptions(
                port, model, Deployment.plane(), deployment.directory, faults, Deployment.environment());
        running.stopAtEnd(new Frontend(running.openTelemetry(), options, running::writeExport));
        return running.await();
    }
}

package io.rubato.examples.serving;

import io.rubato.examples.serving.load.LoadGenerator;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `serving load`: sends requests until it is stopped.
@Command(
        name = "load",
        description = "Sends requests to a frontend: short and long prompts, bursts, faults, clients that go away.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", defaultValue = "http://localhost:8000", description = "The frontend (${DEFAULT-VALUE}).")
    private URI url = URI.create("http://localhost:8000");

    @Option(names = "--model", defaultValue = FrontendCommand.MODEL, description = "The model (${DEFAULT-VALUE}).")
    private String model = FrontendCommand.MODEL;

    @Option(names = "--rate", defaultValue = "1.5", description = "Requests a second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--seed", defaultValue = "1", description = "What decides the requests (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--requests", description = "Stop after so many; without it, go on.")
    private long requests = Long.MAX_VALUE;

    @Override
    public Integer call() throws InterruptedException {
        LoadGenerator generator = new LoadGenerator(url, model, seed, rate);
        generator.run(requests);
        PrintWriter out = spec.commandLine().getOut();
        generator.outcomes().forEach((outcome, count) -> out.println(outcome + " " + count));
        out.flush();
        return 0;
    }
}

package io.rubato.examples.serving;

import io.rubato.examples.serving.worker.Role;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `serving prefill`: runs until it is stopped.
@Command(
        name = "prefill",
        description = "Reads prompts into key-value caches, until it is stopped (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class PrefillCommand implements Callable<Integer> {
    @Mixin
    private WorkerSettings settings = new WorkerSettings();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return settings.run(Role.PREFILL);
    }
}

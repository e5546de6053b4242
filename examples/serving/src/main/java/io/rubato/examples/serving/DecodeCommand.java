package io.rubato.examples.serving;

import io.rubato.examples.serving.worker.Role;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `serving decode`: runs until it is stopped.
@Command(
        name = "decode",
        description = "Writes answers from key-value caches, until it is stopped (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class DecodeCommand implements Callable<Integer> {
    @Mixin
    private WorkerSettings settings = new WorkerSettings();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return settings.run(Role.DECODE);
    }
}

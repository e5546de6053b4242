package io.rubato.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `bench` command: measures a running server from outside.
@Command(
        name = "bench",
        description = "Measures a running trace server from outside.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LoadCommand.class,
            QueriesCommand.class,
            FreshnessCommand.class,
            ReadyCommand.class,
            DiskCommand.class
        })
public final class Main {
    private Main() {}

    /// Exit status: 0 done, 1 something failed on the way, 2 wrong usage.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("bench: " + (failure.getMessage() == null ? failure : failure.getMessage()));
            return 1;
        });
        return line;
    }
}

package io.rubato.examples.serving;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The example's processes, one command each. Exit status: 0 stopped as told, 1 it cannot start, 2 wrong usage.
@Command(
        name = "serving",
        description = "Disaggregated LLM serving in three processes, traced.",
        mixinStandardHelpOptions = true,
        subcommands = {
            FrontendCommand.class,
            PrefillCommand.class,
            DecodeCommand.class,
            LoadCommand.class,
            AwaitCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof IOException) {
                command.getErr().println("serving: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(line.execute(args));
    }
}

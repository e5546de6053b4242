package io.rubato.cli;

import io.rubato.server.StartException;
import io.rubato.server.config.ConfigException;
import io.rubato.storage.DamagedException;
import io.rubato.storage.NewerFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// The `rubato` command. Exit status: 0 done, 1 something failed (one line says what), 2 wrong usage.
@Command(
        name = "rubato",
        description = "Distributed tracing: takes OTLP, keeps it, answers TraceQL.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            BlockCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AuthCommand.class,
            RulesCommand.class,
            AuditCommand.class,
            VersionCommand.class,
            WarmUpCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        return line;
    }

    private static int wrongUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("rubato: " + oneLine(String.valueOf(failure.getMessage())));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command) throws Exception {
        String message = switch (failure) {
            case StartException known -> String.valueOf(known.getMessage());
            case ConfigException known -> String.valueOf(known.getMessage());
            case DamagedException known -> String.valueOf(known.getMessage());
            case NewerFormatException known -> String.valueOf(known.getMessage());
            case NoSuchFileException known -> known.getFile() + ": no such file";
            case FileSystemException known -> known.getFile() + ": " + reason(known);
            case UncheckedIOException known -> String.valueOf(known.getMessage());
            case IOException known -> String.valueOf(known.getMessage());
            default -> throw failure;
        };
        command.getErr().println("rubato: " + oneLine(message));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String reason(FileSystemException failure) {
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}

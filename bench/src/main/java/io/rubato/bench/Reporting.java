package io.rubato.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options that every measuring command has.
final class Reporting {
    @Option(names = "--table", paramLabel = "FILE", description = "Append the rows of the table to this file.")
    @Nullable
    Path table;

    @Option(names = "--label", defaultValue = "", description = "Put this before the name of every row.")
    String label = "";

    /// A table whose rows name the command line as it was given.
    Table table(CommandSpec spec) {
        List<String> args = spec.root().commandLine().getParseResult().originalArgs();
        return new Table("bench " + String.join(" ", shown(args)));
    }

    private static List<String> shown(List<String> args) {
        return args.stream()
                .filter(arg -> !arg.startsWith("--table=") && !arg.startsWith("--label="))
                .map(arg -> arg.startsWith("--pid=") ? "--pid=PID" : arg)
                .toList();
    }

    String name(String what) {
        return label.isEmpty() ? what : label + ": " + what;
    }
}

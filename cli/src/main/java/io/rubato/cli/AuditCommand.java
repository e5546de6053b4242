package io.rubato.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `rubato audit`: what is known against the libraries that this process runs with.
@Command(
        name = "audit",
        description = "Lists the libraries in use with their versions, and what is known against them. Ends with 1 if"
                + " there is something.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--advisories",
            paramLabel = "FILE",
            description = "Advisories to compare with, instead of those that came with this version: lines of artifact,"
                    + " first affected version, first fixed version, name and text, with tabs between.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Advisory> advisories = advisories();
        long holes = 0;
        for (Library library : Library.of(System.getProperty("java.class.path"))) {
            out.println(library.artifact() + " " + library.version());
            for (Advisory advisory : advisories) {
                if (advisory.affects(library)) {
                    holes++;
                    out.println("  " + advisory.name() + ", fixed in " + advisory.fixed() + ": " + advisory.text());
                }
            }
        }
        out.println(
                holes == 0
                        ? "Nothing is known against them (advisories: " + advisories.size() + ")."
                        : "Known against them: " + holes + " (advisories: " + advisories.size() + ").");
        return holes == 0 ? 0 : 1;
    }

    private List<Advisory> advisories() throws IOException {
        if (file == null) {
            return Advisory.known();
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return Advisory.read(lines, file.toString());
        }
    }
}

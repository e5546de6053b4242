package io.rubato.cli;

import io.rubato.server.config.CheckedRules;
import io.rubato.server.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato rules check`. What is wrong goes to standard error, one line for each file that is.
@Command(
        name = "check",
        description = "Says what is wrong with rule files; exit status 1 if anything is.",
        mixinStandardHelpOptions = true)
final class RulesCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Rule files.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        int status = 0;
        PrintWriter out = spec.commandLine().getOut();
        for (Path file : files) {
            try {
                CheckedRules rules = CheckedRules.read(List.of(file));
                out.println(file + ": groups: " + rules.groups() + ", recording rules: " + rules.recordings()
                        + ", alerting rules: " + rules.alerts());
            } catch (ConfigException e) {
                spec.commandLine().getErr().println("rubato: " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}

package io.rubato.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rubato rules`: recording and alerting rules.
@Command(
        name = "rules",
        description = "Recording and alerting rules.",
        mixinStandardHelpOptions = true,
        subcommands = RulesCheckCommand.class)
final class RulesCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "rules: what is wanted must be said: check");
    }
}

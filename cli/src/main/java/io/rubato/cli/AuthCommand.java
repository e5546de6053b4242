package io.rubato.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `rubato auth`: makes lines of the file that `auth.file` names.
@Command(
        name = "auth",
        description = "Makes lines of the file of tokens and users that auth.file names.",
        mixinStandardHelpOptions = true,
        subcommands = {AuthTokenCommand.class, AuthUserCommand.class})
final class AuthCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "auth: which of token or user is wanted must be said");
    }
}

package io.rubato.cli;

import io.rubato.server.auth.Credential;
import io.rubato.server.auth.TokenHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato auth token`: a new random token. The line goes to standard output, to be appended to the file; the token
/// itself to standard error, so that it does not get there.
@Command(
        name = "token",
        description = "Makes a token. Prints its line to standard output, and the token, once, to standard error.",
        mixinStandardHelpOptions = true)
final class AuthTokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", description = "Who has it, for logs.")
    private String name = "";

    @Mixin
    private AuthRights rights = new AuthRights();

    @Mixin
    private AuthLineOutput output = new AuthLineOutput();

    @Override
    public Integer call() throws IOException {
        String token = TokenHash.newToken();
        String line;
        try {
            line = new Credential.Token(name, rights.rights(), TokenHash.of(token), rights.tenants()).line();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "auth token: " + e.getMessage());
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("The token, shown only now; clients send it as 'Authorization: Bearer TOKEN':");
        err.println(token);
        err.flush();
        output.write(spec.commandLine(), line);
        return 0;
    }
}

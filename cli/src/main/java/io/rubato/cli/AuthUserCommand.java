package io.rubato.cli;

import io.rubato.server.auth.Credential;
import io.rubato.server.auth.PasswordHash;
import io.rubato.server.auth.Right;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rubato auth user`: a user with a password, which is asked for, or is the first line of standard input.
@Command(
        name = "user",
        description = "Makes a user. Asks for the password, or reads it from standard input; prints the user's line.",
        mixinStandardHelpOptions = true)
final class AuthUserCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NAME", description = "What the user logs in with.")
    private String name = "";

    @Mixin
    private AuthRights rights = new AuthRights();

    @Mixin
    private AuthLineOutput output = new AuthLineOutput();

    @Override
    public Integer call() throws IOException {
        try {
            Set<Right> may = rights.rights();
            PasswordHash hash = PasswordHash.of(password(), PasswordHash.ROUNDS);
            output.write(spec.commandLine(), new Credential.User(name, may, hash, rights.tenants()).line());
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "auth user: " + e.getMessage());
        }
    }

    private String password() throws IOException {
        // Some Javas have no console where standard input is a file, others one that is no terminal.
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isEmpty()) {
            spec.commandLine().getErr().println("Password, one line on standard input:");
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return checked(line == null ? "" : line);
        }
        Console console = terminal.get();
        char[] once = console.readPassword("Password of %s: ", name);
        char[] again = console.readPassword("Once more: ");
        if (once == null || !Arrays.equals(once, again)) {
            throw new IllegalArgumentException("the two passwords differ");
        }
        return checked(new String(once));
    }

    private static String checked(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("no password on standard input, expected one line");
        }
        return password;
    }
}

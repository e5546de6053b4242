package io.rubato.server.internal.prometheus;

import io.rubato.server.config.RemoteWriteSettings.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/// What a request says of who sends it.
final class Authorization {
    private Authorization() {}

    /// The value of the header, if there is something to say.
    ///
    /// @throws IOException when a file cannot be read
    static Optional<String> of(Credentials credentials) throws IOException {
        if (!credentials.username().isEmpty()) {
            String both = credentials.username() + ":" + secret(credentials.password(), credentials.passwordFile());
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        String token = secret(credentials.token(), credentials.tokenFile());
        return token.isEmpty() ? Optional.empty() : Optional.of(credentials.type() + " " + oneLine(token, credentials));
    }

    /// The file may be written at the moment, so this is tried again.
    private static String oneLine(String token, Credentials credentials) throws IOException {
        if (token.chars().anyMatch(c -> c < ' ')) {
            throw new IOException(
                    credentials.tokenFile().map(file -> file + ": the token").orElse("the token")
                            + " has control characters (expected: one line)");
        }
        return token;
    }

    private static String secret(String text, Optional<Path> file) throws IOException {
        return file.isPresent() ? Files.readString(file.get()).strip() : text;
    }
}

package io.rubato.server.internal.auth;

import io.rubato.server.auth.Credential;
import io.rubato.server.auth.PasswordHash;
import io.rubato.server.auth.TokenHash;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All that a file lets in. Passwords that were right once are known again by a quick hash, so that only a user's first
/// request, and every wrong one, is slow. Safe for concurrent use.
final class Accounts {
    private final List<Credential.Token> tokens = new ArrayList<>();
    private final Map<String, Credential.User> users = new HashMap<>();
    private final Map<String, TokenHash> proven = new ConcurrentHashMap<>();

    /// What the password of an unknown user is compared with, so that it takes as long as that of a known one.
    private final PasswordHash nobody;

    private Accounts(List<Credential> credentials) {
        int rounds = 10_000;
        for (Credential credential : credentials) {
            switch (credential) {
                case Credential.Token token -> tokens.add(token);
                case Credential.User user -> {
                    users.put(user.name(), user);
                    rounds = Math.max(rounds, user.hash().rounds());
                }
            }
        }
        nobody = new PasswordHash(rounds, new byte[16], new byte[32]);
    }

    /// @throws IOException with one line for the operator
    static Accounts read(Path file) throws IOException {
        List<Credential> credentials = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                Credential credential = Credential.parse(line);
                if (names.contains(credential.name())) {
                    throw new IllegalArgumentException("name '" + credential.name() + "' is given twice");
                }
                names.add(credential.name());
                credentials.add(credential);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage());
            }
        }
        return new Accounts(credentials);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file, expected tokens and users", e);
        } catch (MalformedInputException e) {
            throw new IOException(file + ": not UTF-8, expected tokens and users", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Looks at all tokens, whichever it is, so that time tells nothing.
    Optional<Credential> token(String presented) {
        TokenHash hash = TokenHash.of(presented);
        Optional<Credential> found = Optional.empty();
        for (Credential.Token token : tokens) {
            if (token.hash().matches(hash)) {
                found = Optional.of(token);
            }
        }
        return found;
    }

    boolean hasUser(String name) {
        return users.containsKey(name);
    }

    /// The user, if the password is known to be right.
    Optional<Credential> proven(String name, String password) {
        TokenHash known = proven.get(name);
        return known != null && known.matches(TokenHash.of(password))
                ? Optional.ofNullable(users.get(name))
                : Optional.empty();
    }

    /// The user, if the password is right. Slow.
    Optional<Credential> user(String name, String password) {
        Credential.User user = users.get(name);
        PasswordHash hash = user == null ? nobody : user.hash();
        if (!hash.matches(password) || user == null) {
            return Optional.empty();
        }
        proven.put(name, TokenHash.of(password));
        return Optional.of(user);
    }
}

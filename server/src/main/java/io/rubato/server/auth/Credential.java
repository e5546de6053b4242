package io.rubato.server.auth;

import java.util.Set;

/// Who may use the server: one line of the file of `auth.file`, four words with blanks between:
/// `token NAME RIGHTS HASH` or `user NAME RIGHTS HASH`. The secret itself is in neither.
public sealed interface Credential {
    /// Of the token or the user, for logs; of users, what they log in with.
    String name();

    Set<Right> rights();

    /// As in the file.
    String line();

    /// Whoever sends `Authorization: Bearer TOKEN`.
    record Token(String name, Set<Right> rights, TokenHash hash) implements Credential {
        public Token {
            rights = Set.copyOf(rights);
            checkName(name);
        }

        @Override
        public String line() {
            return "token " + name + " " + Right.text(rights) + " " + hash.text();
        }
    }

    /// Whoever sends `Authorization: Basic ...` (RFC 7617), as browsers do.
    record User(String name, Set<Right> rights, PasswordHash hash) implements Credential {
        public User {
            rights = Set.copyOf(rights);
            checkName(name);
        }

        @Override
        public String line() {
            return "user " + name + " " + Right.text(rights) + " " + hash.text();
        }
    }

    /// Reads a line that is neither empty nor a comment.
    ///
    /// @throws IllegalArgumentException with what was expected; never with the hash
    static Credential parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 4) {
            throw new IllegalArgumentException(
                    words.length + " words, expected four: token or user, a name, rights, a hash");
        }
        return switch (words[0]) {
            case "token" -> new Token(words[1], Right.parse(words[2]), TokenHash.parse(words[3]));
            case "user" -> new User(words[1], Right.parse(words[2]), PasswordHash.parse(words[3]));
            default -> throw new IllegalArgumentException("begins with '" + words[0] + "', expected token or user");
        };
    }

    private static void checkName(String name) {
        if (!name.matches("[A-Za-z0-9._@-]{1,64}")) {
            throw new IllegalArgumentException(
                    "name is '" + name + "', expected 1 to 64 letters, digits, or one of . _ @ -");
        }
    }
}

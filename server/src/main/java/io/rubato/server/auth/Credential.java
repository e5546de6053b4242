package io.rubato.server.auth;

import io.rubato.server.internal.tenant.TenantException;
import io.rubato.server.internal.tenant.TenantNames;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Who may use the server: one line of the file of `auth.file`, four words with blanks between, or five:
/// `token NAME RIGHTS HASH` or `user NAME RIGHTS HASH`, and `tenants=a|b` for who may act for these tenants only. The
/// secret itself is in neither.
public sealed interface Credential {
    /// What the last word begins with.
    String TENANTS = "tenants=";

    /// Of the token or the user, for logs; of users, what they log in with.
    String name();

    Set<Right> rights();

    /// Those it may act for; empty for all.
    Set<String> tenants();

    /// As in the file.
    String line();

    /// Whoever sends `Authorization: Bearer TOKEN`.
    record Token(String name, Set<Right> rights, TokenHash hash, Set<String> tenants) implements Credential {
        public Token {
            rights = Set.copyOf(rights);
            tenants = checkedTenants(tenants);
            checkName(name);
        }

        /// For all tenants.
        public Token(String name, Set<Right> rights, TokenHash hash) {
            this(name, rights, hash, Set.of());
        }

        @Override
        public String line() {
            return "token " + name + " " + Right.text(rights) + " " + hash.text() + text(tenants);
        }
    }

    /// Whoever sends `Authorization: Basic ...` (RFC 7617), as browsers do.
    record User(String name, Set<Right> rights, PasswordHash hash, Set<String> tenants) implements Credential {
        public User {
            rights = Set.copyOf(rights);
            tenants = checkedTenants(tenants);
            checkName(name);
        }

        /// For all tenants.
        public User(String name, Set<Right> rights, PasswordHash hash) {
            this(name, rights, hash, Set.of());
        }

        @Override
        public String line() {
            return "user " + name + " " + Right.text(rights) + " " + hash.text() + text(tenants);
        }
    }

    /// Reads a line that is neither empty nor a comment.
    ///
    /// @throws IllegalArgumentException with what was expected; never with the hash
    static Credential parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 4 && words.length != 5) {
            throw new IllegalArgumentException(words.length
                    + " words, expected four: token or user, a name, rights, a hash; or five, the last tenants=a|b");
        }
        Set<String> tenants = words.length == 5 ? tenants(words[4]) : Set.of();
        return switch (words[0]) {
            case "token" -> new Token(words[1], Right.parse(words[2]), TokenHash.parse(words[3]), tenants);
            case "user" -> new User(words[1], Right.parse(words[2]), PasswordHash.parse(words[3]), tenants);
            default -> throw new IllegalArgumentException("begins with '" + words[0] + "', expected token or user");
        };
    }

    private static String text(Set<String> tenants) {
        return tenants.isEmpty() ? "" : " " + TENANTS + String.join("|", new TreeSet<>(tenants));
    }

    private static Set<String> tenants(String word) {
        if (!word.startsWith(TENANTS) || word.length() == TENANTS.length()) {
            throw new IllegalArgumentException("ends with '" + word + "', expected tenants=a|b");
        }
        return new TreeSet<>(List.of(word.substring(TENANTS.length()).split("\\|", -1)));
    }

    private static Set<String> checkedTenants(Set<String> tenants) {
        try {
            return tenants.isEmpty() ? Set.of() : Set.copyOf(TenantNames.several(String.join("|", tenants)));
        } catch (TenantException e) {
            throw new IllegalArgumentException(e.text(), e);
        }
    }

    private static void checkName(String name) {
        if (!name.matches("[A-Za-z0-9._@-]{1,64}")) {
            throw new IllegalArgumentException(
                    "name is '" + name + "', expected 1 to 64 letters, digits, or one of . _ @ -");
        }
    }
}

package io.rubato.server.internal.tenant;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The names of tenants: letters, digits and some signs, so that each can name a directory and a label.
/// Source: <https://grafana.com/docs/mimir/latest/configure/about-tenant-ids/>
public final class TenantNames {
    /// The tenant that everything belongs to while there are none.
    public static final String SINGLE = "single-tenant";

    private static final int LONGEST = 150;
    private static final String SIGNS = "!-_.*'()";

    private TenantNames() {}

    /// The one tenant that a request may write as.
    ///
    /// @throws TenantException when there is none, or it cannot be one
    static String one(String header) {
        if (header.isEmpty()) {
            throw TenantException.missing();
        }
        return checked(header);
    }

    /// The tenants that a request may read, each once, in order: `a|b`.
    ///
    /// @throws TenantException when there is none, or one cannot be one
    public static List<String> several(String header) {
        if (header.isEmpty()) {
            throw TenantException.missing();
        }
        return Arrays.stream(header.split("\\|", -1))
                .map(TenantNames::checked)
                .distinct()
                .sorted()
                .toList();
    }

    /// Whether all that a request names are among some. The names need not be valid.
    ///
    /// @param named joined by `|`
    public static boolean areAmong(Collection<String> some, String named) {
        return some.containsAll(List.of(named.split("\\|", -1)));
    }

    /// Whether a directory may be a tenant's.
    static boolean isValid(String name) {
        try {
            return checked(name).equals(name);
        } catch (TenantException e) {
            return false;
        }
    }

    private static String checked(String name) {
        if (name.isEmpty()) {
            throw TenantException.invalid("tenant ID is empty, expected at least one character");
        }
        if (name.length() > LONGEST) {
            throw TenantException.invalid(
                    "tenant ID is too long: " + name.length() + " characters, expected at most " + LONGEST);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fine =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SIGNS.indexOf(c) >= 0;
            if (!fine) {
                throw TenantException.invalid("tenant ID '" + shown(name) + "' contains unsupported character '"
                        + shown(String.valueOf(c)) + "'");
            }
        }
        if (name.equals(".") || name.equals("..")) {
            throw TenantException.invalid("tenant ID is '" + name + "', expected neither '.' nor '..'");
        }
        return name;
    }

    private static String shown(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}

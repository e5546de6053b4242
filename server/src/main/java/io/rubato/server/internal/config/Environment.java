package io.rubato.server.internal.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Expands `${NAME}` and `${NAME:default}` (and the shell's `${NAME:-default}`) in a value; `$${` stands for `${`.
///
/// Values are expanded after the file is parsed, so that neither a comment nor the text of a variable can change what
/// the file says. A variable that is not set and has no default is an error, rather than an empty text.
record Environment(Map<String, String> variables) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-?([^}]*))?\\}");

    /// @throws IllegalArgumentException with what is missing
    String expand(String text) {
        if (!text.contains("${")) {
            return text;
        }
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.replaceAll(reference -> Matcher.quoteReplacement(
                reference.group(1) != null ? reference.group(1) : value(reference.group(2), reference.group(4))));
    }

    private String value(String name, @Nullable String otherwise) {
        String value = variables.get(name);
        if (value != null) {
            return value;
        }
        if (otherwise == null) {
            throw new IllegalArgumentException(
                    "environment variable " + name + " is not set, expected a value for it or ${" + name + ":default}");
        }
        return otherwise;
    }
}

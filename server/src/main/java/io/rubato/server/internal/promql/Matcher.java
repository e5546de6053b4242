package io.rubato.server.internal.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One condition of a selector. A label that is not there is the empty text.
///
/// @param pattern of `=~` and `!~`, which is about the whole value
public record Matcher(
        String label,
        String operator,
        String value,
        @Nullable Pattern pattern) {
    public static final String NAME = "__name__";

    /// @throws PromException for a regular expression that is none
    static Matcher of(String label, String operator, String value) {
        try {
            Pattern pattern = operator.endsWith("~") ? Pattern.compile("(?s:" + value + ")") : null;
            return new Matcher(label, operator, value, pattern);
        } catch (PatternSyntaxException e) {
            throw new PromException("parse error: '" + value + "' is no regular expression: " + e.getDescription());
        }
    }

    public boolean matches(Map<String, String> labels) {
        return matches(labels.getOrDefault(label, ""));
    }

    public boolean matches(String text) {
        boolean equal = pattern == null ? text.equals(value) : pattern.matches(text);
        return operator.startsWith("!") != equal;
    }
}

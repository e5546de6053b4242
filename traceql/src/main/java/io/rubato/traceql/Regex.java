package io.rubato.traceql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions of the language: RE2 syntax, linear time, the dot matches line ends. A value matches if the
/// expression covers all of it, which is `pattern.matcher(value).matches()`.
public final class Regex {
    // RE2/J recurses over groups; Go, whose rules these are, refuses 1000 levels.
    private static final int MAX_GROUPS = 200;
    private static final int MAX_LENGTH = 16_384;

    private Regex() {}

    /// Compiles an expression.
    ///
    /// @throws TraceQlException `invalid regex: ...` if it is none, or is too long or too deep
    public static Pattern compile(String regex) {
        if (regex.length() > MAX_LENGTH) {
            throw invalid("length " + regex.length() + ", expected at most " + MAX_LENGTH);
        }
        if (depth(regex) > MAX_GROUPS) {
            throw invalid("groups nested too deeply, expected at most " + MAX_GROUPS + " levels");
        }
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw invalid(String.valueOf(e.getMessage()).replace("\n", "\\n").replace("\r", "\\r"));
        }
    }

    private static int depth(String regex) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '(' -> deepest = Math.max(deepest, ++depth);
                case ')' -> depth--;
                default -> {}
            }
        }
        return deepest;
    }

    private static TraceQlException invalid(String problem) {
        return new TraceQlException("invalid regex: " + problem, 0, 0);
    }
}

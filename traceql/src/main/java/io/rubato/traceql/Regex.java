package io.rubato.traceql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions of the language: RE2 syntax, linear time, the dot matches line ends. A value matches if the
/// expression covers all of it, which is `pattern.matcher(value).matches()`.
public final class Regex {
    // RE2/J recurses over groups; Go, whose rules these are, refuses 1000 levels.
    private static final int MAX_GROUPS = 200;
    private static final int MAX_INSTRUCTIONS = 65_536;

    private Regex() {}

    /// Compiles an expression.
    ///
    /// @throws TraceQlException `invalid regex: ...` if it is none, or is too large or too deep
    public static Pattern compile(String regex) {
        RegexSize.Estimate size = RegexSize.of(regex);
        if (size.depth() > MAX_GROUPS) {
            throw invalid("groups nested too deeply, expected at most " + MAX_GROUPS + " levels");
        }
        if (size.instructions() > MAX_INSTRUCTIONS) {
            throw invalid("about " + size.instructions() + " characters with repetitions, expected at most "
                    + MAX_INSTRUCTIONS);
        }
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw invalid(String.valueOf(e.getMessage()).replace("\n", "\\n").replace("\r", "\\r"));
        }
    }

    private static TraceQlException invalid(String problem) {
        return new TraceQlException("invalid regex: " + problem, 0, 0);
    }
}

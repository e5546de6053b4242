package io.rubato.query.internal.value;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.rubato.query.QueryException;
import io.rubato.query.internal.regex.AsciiPattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// Regular expressions: RE2 syntax, from end to end of the text, dot matches newlines; linear time. Compiled ones are
/// kept. Thread-safe.
public final class Regexes {
    private static final int KEPT = 256;
    private static final ConcurrentHashMap<String, TextTest> COMPILED = new ConcurrentHashMap<>();

    private Regexes() {}

    /// @throws QueryException when the pattern is no regular expression
    public static TextTest compile(String pattern) {
        TextTest test = COMPILED.get(pattern);
        if (test == null) {
            test = compileNew(pattern);
            if (COMPILED.size() >= KEPT) {
                COMPILED.clear();
            }
            COMPILED.put(pattern, test);
        }
        return test;
    }

    /// For a pattern that is itself a value of a span: an invalid one leaves the outcome unknown.
    static Truth matches(String pattern, String text) {
        try {
            return Truth.of(compile(pattern).test(text));
        } catch (QueryException e) {
            return Truth.UNKNOWN;
        }
    }

    private static TextTest compileNew(String pattern) {
        List<Glob> globs = Glob.parse(pattern);
        if (globs != null) {
            return globs.size() == 1 ? globs.getFirst() : new AnyOf(globs);
        }
        try {
            Pattern compiled = Pattern.compile(pattern, Pattern.DOTALL);
            byte[] prefix = Glob.prefix(pattern);
            AsciiPattern ascii = AsciiPattern.of(pattern);
            return (bytes, offset, length) -> Glob.startsWith(bytes, offset, offset + length, prefix)
                    && (ascii == null
                            ? matches(compiled, bytes, offset, length)
                            : matches(ascii, compiled, bytes, offset, length));
        } catch (PatternSyntaxException e) {
            throw new QueryException("invalid regex: '" + pattern + "': " + e.getDescription());
        }
    }

    private static boolean matches(AsciiPattern ascii, Pattern pattern, byte[] bytes, int offset, int length) {
        return switch (ascii.match(bytes, offset, length)) {
            case MATCHES -> true;
            case DIFFERS -> false;
            case OPEN -> matches(pattern, bytes, offset, length);
        };
    }

    /// RE2/J 1.8 takes bytes beyond ASCII for the ends of the text where it looks for `^`, `$` and `\b`; text it
    /// reads right.
    private static boolean matches(Pattern pattern, byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] < 0) {
                return pattern.matches(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        }
        return pattern.matches(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private record AnyOf(List<Glob> globs) implements TextTest {
        @Override
        public boolean test(byte[] bytes, int offset, int length) {
            for (Glob glob : globs) {
                if (glob.test(bytes, offset, length)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<byte[]> exactly() {
            boolean literal = globs.stream().allMatch(glob -> glob.gaps().isEmpty());
            return literal
                    ? globs.stream().map(glob -> glob.literals().getFirst()).toList()
                    : List.of();
        }
    }
}

package io.rubato.query.internal.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A regular expression that is only literals with `.*` or `.+` between them, matched on bytes.
///
/// @param literals the text between the gaps; the first and the last may be empty
/// @param gaps the least number of characters in each gap, 0 or 1
record Glob(List<byte[]> literals, List<Integer> gaps) implements TextTest {
    private static final String META = ".[]{}()*+?\\|^$";

    /// The alternatives of a pattern, or null when one of them is more than literals and gaps.
    static @Nullable List<Glob> parse(String pattern) {
        List<Glob> globs = new ArrayList<>();
        for (String alternative : alternatives(ungrouped(pattern))) {
            Glob glob = alternative(alternative);
            if (glob == null) {
                return null;
            }
            globs.add(glob);
        }
        return globs;
    }

    /// Takes `^(a|b)$` apart where nothing else is grouped.
    private static String ungrouped(String pattern) {
        String body = pattern.startsWith("^(") && pattern.endsWith(")$")
                ? pattern.substring(1, pattern.length() - 1)
                : pattern;
        if (!body.startsWith("(") || !body.endsWith(")") || body.indexOf('\\') >= 0) {
            return pattern;
        }
        String inner = body.substring(body.startsWith("(?:") ? 3 : 1, body.length() - 1);
        return inner.indexOf('(') < 0 && inner.indexOf(')') < 0 ? inner : pattern;
    }

    private static List<String> alternatives(String pattern) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\\') {
                i++;
            } else if (pattern.charAt(i) == '|') {
                parts.add(pattern.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(pattern.substring(from));
        return parts;
    }

    private static @Nullable Glob alternative(String pattern) {
        List<byte[]> literals = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int from = pattern.startsWith("^") ? 1 : 0;
        int to = pattern.endsWith("$") && !pattern.endsWith("\\$") ? pattern.length() - 1 : pattern.length();
        for (int i = from; i < to; i++) {
            char c = pattern.charAt(i);
            char next = i + 1 < to ? pattern.charAt(i + 1) : 0;
            if (c == '\\' && next != 0 && next < 128 && !Character.isLetterOrDigit(next)) {
                literal.append(next);
                i++;
            } else if (c == '.' && (next == '*' || next == '+') && !isSuffix(pattern, i + 2)) {
                literals.add(literal.toString().getBytes(StandardCharsets.UTF_8));
                gaps.add(next == '*' ? 0 : 1);
                literal.setLength(0);
                i++;
            } else if (META.indexOf(c) >= 0) {
                return null;
            } else {
                literal.append(c);
            }
        }
        literals.add(literal.toString().getBytes(StandardCharsets.UTF_8));
        return new Glob(literals, gaps);
    }

    private static boolean isSuffix(String pattern, int index) {
        return index < pattern.length() && "*+?{".indexOf(pattern.charAt(index)) >= 0;
    }

    /// The literal text every match of a pattern begins with; may be empty.
    static byte[] prefix(String pattern) {
        int from = pattern.startsWith("^") ? 1 : 0;
        int to = from;
        while (to < pattern.length() && META.indexOf(pattern.charAt(to)) < 0) {
            to++;
        }
        if (to < pattern.length() && "*?{".indexOf(pattern.charAt(to)) >= 0 && to > from) {
            to = pattern.offsetByCodePoints(to, -1);
        }
        return hasAlternatives(pattern)
                ? new byte[0]
                : pattern.substring(from, to).getBytes(StandardCharsets.UTF_8);
    }

    /// Errs to the safe side where `|` stands beside escapes or character classes.
    private static boolean hasAlternatives(String pattern) {
        boolean plain = pattern.indexOf('\\') < 0 && pattern.indexOf('[') < 0;
        int depth = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '|' && (depth == 0 || !plain)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<byte[]> exactly() {
        return gaps.isEmpty() ? literals : List.of();
    }

    @Override
    public boolean test(byte[] bytes, int offset, int length) {
        byte[] first = literals.getFirst();
        int end = offset + length;
        if (gaps.isEmpty()) {
            return Arrays.equals(bytes, offset, end, first, 0, first.length);
        }
        if (!startsWith(bytes, offset, end, first)) {
            return false;
        }
        int at = offset + first.length;
        for (int i = 1; i < gaps.size(); i++) {
            byte[] literal = literals.get(i);
            at = indexOf(bytes, skip(bytes, at, end, gaps.get(i - 1)), end, literal);
            if (at < 0) {
                return false;
            }
            at += literal.length;
        }
        byte[] last = literals.getLast();
        int tail = end - last.length;
        return tail >= skip(bytes, at, end, gaps.getLast()) && startsWith(bytes, tail, end, last);
    }

    /// Past `characters` (0 or 1) at `from`; beyond `to` when there are not so many.
    private static int skip(byte[] bytes, int from, int to, int characters) {
        if (characters == 0) {
            return from;
        }
        int at = from + 1;
        while (at < to && (bytes[at] & 0xC0) == 0x80) {
            at++;
        }
        return at;
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    private static int indexOf(byte[] bytes, int from, int to, byte[] literal) {
        for (int i = from; i <= to - literal.length; i++) {
            if (literal.length == 0 || (bytes[i] == literal[0] && startsWith(bytes, i, to, literal))) {
                return i;
            }
        }
        return -1;
    }
}

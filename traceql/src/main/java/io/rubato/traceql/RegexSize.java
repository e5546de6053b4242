package io.rubato.traceql;

import java.util.ArrayDeque;
import java.util.Deque;

/// Estimates how deep the groups of a regular expression are and how many instructions it compiles to, before RE2/J
/// expands its counted repetitions: `((a{100}){100}){100}` is short but a million instructions long.
final class RegexSize {
    private final String regex;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sequence;
    private long atom;
    private int deepest;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /// @param depth levels of groups
    /// @param instructions about how many
    record Estimate(int depth, long instructions) {}

    static Estimate of(String regex) {
        RegexSize size = new RegexSize(regex);
        for (int i = 0; i < regex.length(); ) {
            i = size.step(i);
        }
        long total = size.sequence + size.atom;
        for (long group : size.outer) {
            total += group;
        }
        return new Estimate(size.deepest, total);
    }

    private int step(int i) {
        return switch (regex.charAt(i)) {
            case '\\' -> escape(i);
            case '[' -> next(characterClass(i));
            case '{' -> repetition(i);
            case '(' -> {
                next(i);
                outer.push(sequence);
                sequence = 0;
                atom = 1;
                deepest = Math.max(deepest, outer.size());
                yield i + 1;
            }
            case ')' -> {
                long group = sequence + atom;
                sequence = outer.isEmpty() ? 0 : outer.pop();
                atom = group;
                yield i + 1;
            }
            case '*', '+', '?' -> i + 1;
            default -> next(i + 1);
        };
    }

    /// Begins an atom; what was before it cannot be repeated any more.
    private int next(int offset) {
        sequence += atom;
        atom = 1;
        return offset;
    }

    private int escape(int i) {
        if (regex.startsWith("\\Q", i)) {
            int end = regex.indexOf("\\E", i);
            int after = end < 0 ? regex.length() : end + 2;
            sequence += after - i;
            return next(after);
        }
        boolean braces =
                i + 2 < regex.length() && regex.charAt(i + 2) == '{' && "xpP".indexOf(regex.charAt(i + 1)) >= 0;
        int end = braces ? regex.indexOf('}', i) : -1;
        return next(end < 0 ? i + 2 : end + 1);
    }

    /// Offset after the class: a `]` that comes first stands for itself.
    private int characterClass(int i) {
        int end = regex.startsWith("[^", i) ? i + 2 : i + 1;
        if (end < regex.length() && regex.charAt(end) == ']') {
            end++;
        }
        while (end < regex.length() && regex.charAt(end) != ']') {
            end += regex.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    /// `{n}`, `{n,}` or `{n,m}` repeats the atom; any other brace stands for itself.
    private int repetition(int i) {
        int count = 0;
        int most = 0;
        for (int end = i + 1; end < regex.length(); end++) {
            char c = regex.charAt(end);
            if (Chars.digit(c)) {
                count = Math.min(count * 10 + c - '0', 1_000);
                most = Math.max(most, count);
            } else if (c == ',') {
                count = 0;
            } else if (c == '}' && end > i + 1) {
                atom = Math.min(atom * Math.max(most, 1), Integer.MAX_VALUE);
                return end + 1;
            } else {
                break;
            }
        }
        return next(i + 1);
    }
}

package io.rubato.query.internal.regex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what most patterns consist of; the rest of RE2's syntax is left to the general engine. The pattern is known to
/// be right. It matches from end to end, so that `^` in front and `$` at the end mean nothing.
final class PatternParser {
    /// Not a pattern for this parser.
    private static final class Unsupported extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unsupported() {
            super(null, null, false, false);
        }
    }

    private static final int MAX_DEPTH = 50;
    private final String pattern;
    private final boolean anyCase;
    private int at;
    private int depth;

    private PatternParser(String pattern, boolean anyCase) {
        this.pattern = pattern;
        this.anyCase = anyCase;
    }

    static @Nullable Node parse(String pattern) {
        boolean anyCase = pattern.startsWith("(?i)");
        // Letters beyond ASCII may have ASCII ones as their other case.
        if (anyCase && !pattern.chars().allMatch(c -> c < CharSet.SIZE)) {
            return null;
        }
        try {
            PatternParser parser = new PatternParser(anyCase ? pattern.substring(4) : pattern, anyCase);
            Node node = parser.choice();
            return parser.isAtEnd() ? node : null;
        } catch (Unsupported e) {
            return null;
        }
    }

    private boolean isAtEnd() {
        return at == pattern.length();
    }

    private boolean sees(char c) {
        return !isAtEnd() && pattern.charAt(at) == c;
    }

    private boolean takes(char c) {
        if (sees(c)) {
            at++;
            return true;
        }
        return false;
    }

    private int take() {
        if (isAtEnd()) {
            throw new Unsupported();
        }
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private Node choice() {
        List<Node> parts = new ArrayList<>();
        do {
            parts.add(sequence());
        } while (takes('|'));
        return parts.size() == 1 ? parts.getFirst() : new Node.Choice(parts);
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        if (depth == 0 && takes('^') && !isAtEnd() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
            throw new Unsupported();
        }
        while (!isAtEnd() && !sees('|') && !sees(')')) {
            if (depth == 0 && takes('$')) {
                if (!isAtEnd() && !sees('|')) {
                    throw new Unsupported();
                }
                break;
            }
            parts.add(repeated(part()));
        }
        return new Node.Sequence(parts);
    }

    private Node part() {
        int c = take();
        return switch (c) {
            case '(' -> group();
            case '[' -> any(set());
            case '.' -> new Node.Any(CharSet.ALL);
            case '\\' -> any(escape());
            case '^', '$', '*', '+', '?', '{', '}' -> throw new Unsupported();
            default -> any(CharSet.one(c));
        };
    }

    private Node any(CharSet set) {
        return new Node.Any(anyCase ? set.anyCase() : set);
    }

    private Node group() {
        if (takes('?') && !takes(':')) {
            throw new Unsupported();
        }
        if (++depth > MAX_DEPTH) {
            throw new Unsupported();
        }
        Node inner = choice();
        depth--;
        if (!takes(')')) {
            throw new Unsupported();
        }
        return inner;
    }

    private Node repeated(Node part) {
        Node node;
        if (takes('*')) {
            node = new Node.Repeat(part, 0, Node.Repeat.ENDLESS);
        } else if (takes('+')) {
            node = new Node.Repeat(part, 1, Node.Repeat.ENDLESS);
        } else if (takes('?')) {
            node = new Node.Repeat(part, 0, 1);
        } else if (takes('{')) {
            node = counted(part);
        } else {
            return part;
        }
        // Whether it takes as much or as little as it can does not show where all must match.
        takes('?');
        return node;
    }

    private Node counted(Node part) {
        int min = number();
        int max = min;
        if (takes(',')) {
            max = sees('}') ? Node.Repeat.ENDLESS : number();
        }
        if (!takes('}')) {
            throw new Unsupported();
        }
        return new Node.Repeat(part, min, max);
    }

    private int number() {
        int number = 0;
        int from = at;
        while (!isAtEnd() && CharSet.DIGITS.contains(Math.min(pattern.charAt(at), CharSet.SIZE - 1))) {
            number = number * 10 + pattern.charAt(at++) - '0';
            if (number > 1000) {
                throw new Unsupported();
            }
        }
        if (at == from) {
            throw new Unsupported();
        }
        return number;
    }

    private CharSet escape() {
        int c = take();
        return switch (c) {
            case 'd' -> CharSet.DIGITS;
            case 'D' -> CharSet.DIGITS.inverse();
            case 'w' -> CharSet.WORD;
            case 'W' -> CharSet.WORD.inverse();
            case 's' -> CharSet.SPACE;
            case 'S' -> CharSet.SPACE.inverse();
            default -> CharSet.one(escaped(c));
        };
    }

    private static int escaped(int c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> {
                if (c >= CharSet.SIZE || CharSet.WORD.contains(c)) {
                    throw new Unsupported();
                }
                yield c;
            }
        };
    }

    /// What stands between `[` and `]`.
    private CharSet set() {
        boolean inverse = takes('^');
        CharSet set = CharSet.NONE;
        boolean first = true;
        while (first || !sees(']')) {
            first = false;
            int c = take();
            if (c == '[' && sees(':')) {
                throw new Unsupported();
            }
            if (c == '\\' && !isAtEnd() && "dDwWsS".indexOf(pattern.charAt(at)) >= 0) {
                set = set.or(escape());
                continue;
            }
            int from = c == '\\' ? escaped(take()) : c;
            set = set.or(CharSet.range(from, rangeEnd(from)));
        }
        at++;
        // The other case goes before the negation: [^a] without case leaves both out.
        CharSet cased = anyCase ? set.anyCase() : set;
        return inverse ? cased.inverse() : cased;
    }

    private int rangeEnd(int from) {
        boolean range = sees('-') && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
        if (!range) {
            return from;
        }
        at++;
        int c = take();
        if (c == '[' || (c == '\\' && !isAtEnd() && CharSet.WORD.contains(Math.min(pattern.charAt(at), 127)))) {
            throw new Unsupported();
        }
        return c == '\\' ? escaped(take()) : c;
    }
}

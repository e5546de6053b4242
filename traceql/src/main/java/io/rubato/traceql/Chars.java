package io.rubato.traceql;

/// Classes of characters.
final class Chars {
    private Chars() {}

    /// Unicode white space, as Go's `unicode.IsSpace`.
    static boolean space(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    /// Whether a character goes on an unquoted attribute name.
    static boolean inName(int c) {
        return switch (c) {
            case '{', '}', '(', ')', '=', '~', '!', '<', '>', '&', '|', '^', ',' -> false;
            default -> !space(c);
        };
    }

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    /// Whether a character begins or goes on a keyword or an identifier.
    static boolean inWord(int c) {
        return c == '_' || digit(c) || Character.isLetter(c);
    }
}

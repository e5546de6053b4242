package io.rubato.traceql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// String literals: Go's `"` with escapes and `` ` `` without.
final class Strings {
    private static final String ESCAPES = "abfnrtv\\\"";
    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b\\\"";

    private Strings() {}

    /// Offset after the closing quote of the string that begins at `start`.
    static int end(String query, int start, int quote) throws LexicalException {
        for (int i = start + 1; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (quote == '"' && c == '\n') {
                break;
            }
            if (quote == '"' && c == '\\') {
                i++;
            }
        }
        throw new LexicalException(start, "literal not terminated, expected " + (char) quote);
    }

    /// Value of the string between two offsets, which include the quotes.
    static String unquote(String query, int start, int end) throws LexicalException {
        String body = query.substring(start + 1, end - 1);
        if (query.charAt(start) == '`') {
            return body.replace("\r", "");
        }
        return body.indexOf('\\') < 0 ? body : unescape(query, start + 1, end - 1);
    }

    private static String unescape(String query, int start, int end) throws LexicalException {
        StringBuilder value = new StringBuilder(end - start);
        // \x and \ooo are bytes, of which several may make one character.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = start;
        while (i < end) {
            char c = query.charAt(i);
            char kind = c == '\\' ? query.charAt(i + 1) : 0;
            if (kind == 'x' || (kind >= '0' && kind <= '7')) {
                int digits = kind == 'x' ? i + 2 : i + 1;
                int length = kind == 'x' ? 2 : 3;
                int octet = digits(query, i, digits, Math.min(end, digits + length), length, kind == 'x' ? 16 : 8);
                if (octet > 255) {
                    throw invalid(query, i);
                }
                bytes.write(octet);
                i = digits + length;
                continue;
            }
            flush(bytes, value);
            if (c != '\\') {
                value.append(c);
                i++;
            } else if (kind == 'u' || kind == 'U') {
                int length = kind == 'u' ? 4 : 8;
                int point = digits(query, i, i + 2, Math.min(end, i + 2 + length), length, 16);
                if (!Character.isValidCodePoint(point) || (point >= 0xD800 && point < 0xE000)) {
                    throw invalid(query, i);
                }
                value.appendCodePoint(point);
                i += 2 + length;
            } else {
                int index = ESCAPES.indexOf(kind);
                if (index < 0) {
                    throw invalid(query, i);
                }
                value.append(ESCAPED.charAt(index));
                i += 2;
            }
        }
        flush(bytes, value);
        return value.toString();
    }

    private static void flush(ByteArrayOutputStream bytes, StringBuilder value) {
        value.append(bytes.toString(UTF_8));
        bytes.reset();
    }

    private static int digits(String query, int escape, int start, int end, int length, int radix)
            throws LexicalException {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = query.charAt(i) < 128 ? Character.digit(query.charAt(i), radix) : -1;
            if (digit < 0) {
                throw invalid(query, escape);
            }
            number = number * radix + digit;
        }
        if (end - start != length || number > Integer.MAX_VALUE) {
            throw invalid(query, escape);
        }
        return (int) number;
    }

    private static LexicalException invalid(String query, int escape) {
        return new LexicalException(
                escape,
                "invalid char escape " + query.substring(escape, query.offsetByCodePoints(escape, 2))
                        + ", expected one of \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\x \\u \\U or octal");
    }

    /// Appends the quoted part of an attribute name that begins at `start`; gives the offset after it. Only `\"` and
    /// `\\` are escapes there.
    static int appendQuotedName(String query, int start, StringBuilder name) throws LexicalException {
        for (int i = start + 1; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
                if (i == query.length()) {
                    break;
                }
                c = query.charAt(i);
                if (c != '"' && c != '\\') {
                    throw new LexicalException(i - 1, "invalid escape sequence, expected \\\" or \\\\");
                }
            }
            name.append(c);
        }
        throw new LexicalException(start, "unexpected EOF, expecting \"");
    }
}

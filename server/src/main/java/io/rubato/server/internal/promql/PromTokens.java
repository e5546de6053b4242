package io.rubato.server.internal.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A PromQL text as tokens, with a place among them.
final class PromTokens {
    private static final int MOST_BYTES = 131_072;
    private static final Pattern TOKEN = Pattern.compile("[ \\t\\r\\n]+|#[^\\n]*"
            + "|(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`"
            + "|(?:[0-9]+(?:ms|[smhdwy]))+"
            + "|0[xX][0-9a-fA-F]+|(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
            + "|[a-zA-Z_:][a-zA-Z0-9_:]*"
            + "|=~|!~|!=|==|<=|>=|.)");

    private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:ms|[smhdwy]))+");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private int next;

    /// @throws PromException for a text that is too long
    PromTokens(String text) {
        this.text = text;
        if (text.length() > MOST_BYTES) {
            throw new PromException(
                    "parse error: query of " + text.length() + " characters (expected: at most " + MOST_BYTES + ")");
        }
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.find(at)) {
            if (matcher.group(1) != null) {
                tokens.add(matcher.group(1));
                places.add(matcher.start());
            }
            at = matcher.end();
        }
    }

    /// The next token; empty at the end.
    String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    String take() {
        String token = peek();
        next++;
        return token;
    }

    /// Takes the next token if it is this one, whatever its case.
    boolean takes(String token) {
        boolean same = peek().toLowerCase(Locale.ROOT).equals(token);
        next += same ? 1 : 0;
        return same;
    }

    void expect(String token) {
        if (!takes(token)) {
            throw unexpected("'" + token + "'");
        }
    }

    /// What to say of the next token.
    PromException unexpected(String expected) {
        String found = peek().isEmpty() ? "the end" : "'" + peek() + "'";
        int place = next < places.size() ? places.get(next) : text.length();
        return new PromException("1:" + (place + 1) + ": parse error: " + found + " (expected: " + expected + ")");
    }

    boolean isName() {
        return !peek().isEmpty() && (Character.isLetter(peek().charAt(0)) || "_:".indexOf(peek().charAt(0)) >= 0);
    }

    boolean isNumber() {
        String lower = peek().toLowerCase(Locale.ROOT);
        boolean duration = DURATION.matches(lower);
        return lower.equals("inf")
                || lower.equals("nan")
                || (!lower.isEmpty() && !duration && (Character.isDigit(lower.charAt(0)) || lower.charAt(0) == '.'));
    }

    boolean isText() {
        return !peek().isEmpty() && "\"'`".indexOf(peek().charAt(0)) >= 0;
    }

    /// Takes a quoted text.
    String text() {
        if (!isText() || peek().length() < 2) {
            throw unexpected("a text in quotes");
        }
        String token = take();
        String inside = token.substring(1, token.length() - 1);
        return token.charAt(0) == '`' ? inside : inside.translateEscapes();
    }

    double number() {
        if (!isNumber()) {
            throw unexpected("a number");
        }
        try {
            String lower = peek().toLowerCase(Locale.ROOT);
            return switch (lower) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> lower.startsWith("0x") ? Long.parseLong(lower.substring(2), 16) : Double.parseDouble(lower);
            };
        } catch (NumberFormatException e) {
            throw unexpected("a number");
        } finally {
            next++;
        }
    }
}

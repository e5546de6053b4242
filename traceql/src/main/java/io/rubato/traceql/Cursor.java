package io.rubato.traceql;

import java.util.List;
import java.util.Locale;

/// A place in the tokens of a query, with the errors that can be met there and the depth of what was parsed last.
///
/// Two depths are bounded by [TraceQl#MAX_DEPTH]: the nesting of the text, because the parser recurses over it, and the
/// height of the tree, because everything else does.
final class Cursor {
    private final String query;
    private final List<Token> tokens;
    private int index;
    private int nesting;
    private int height = 1;

    Cursor(String query) {
        this.query = query;
        this.tokens = Lexer.tokens(query);
    }

    Token peek() {
        return tokens.get(index);
    }

    Token peekSecond() {
        return tokens.get(Math.min(index + 1, tokens.size() - 1));
    }

    /// The current token; moves past it unless it is the end.
    Token take() {
        Token token = peek();
        if (token.type() != TokenType.END) {
            index++;
        }
        return token;
    }

    boolean at(TokenType type) {
        return peek().type() == type;
    }

    boolean accept(TokenType type) {
        if (!at(type)) {
            return false;
        }
        take();
        return true;
    }

    Token expect(TokenType type, String expected) {
        if (!at(type)) {
            throw unexpected(expected);
        }
        return take();
    }

    void open() {
        expect(TokenType.OPEN_PAREN, "(");
    }

    void close() {
        expect(TokenType.CLOSE_PAREN, ")");
    }

    /// Call before parsing something nested, and [#leave] after.
    void enter() {
        if (++nesting > TraceQl.MAX_DEPTH) {
            throw tooDeep();
        }
    }

    void leave() {
        nesting--;
    }

    /// Height of the tree that was parsed last.
    int height() {
        return height;
    }

    /// Notes that a leaf was parsed.
    void leaf() {
        height = 1;
    }

    /// Notes that a node was put `levels` above children of which the highest has this height.
    void above(int childHeight, int levels) {
        height = childHeight + levels;
        if (height > TraceQl.MAX_DEPTH) {
            throw tooDeep();
        }
    }

    private TraceQlException tooDeep() {
        return error(peek(), "query nested too deeply, expected at most " + TraceQl.MAX_DEPTH + " levels");
    }

    /// The current token does not belong here.
    TraceQlException unexpected(String expected) {
        return unexpected(peek(), expected);
    }

    TraceQlException unexpected(Token token, String expected) {
        if (token.type() == TokenType.INVALID) {
            return error(token, token.text());
        }
        String found = token.type() == TokenType.END ? token.type().toString() : token.text();
        return error(token, "syntax error: unexpected " + shorten(found) + ", expected " + expected);
    }

    TraceQlException error(Token token, String problem) {
        int line = 1;
        int lineStart = 0;
        for (int i = query.indexOf('\n'); i >= 0 && i < token.start(); i = query.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        int column = query.codePointCount(lineStart, token.start()) + 1;
        String message =
                String.format(Locale.ROOT, "parse error at line %d, col %d: %s", line, column, oneLine(problem));
        return new TraceQlException(message, line, column);
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    static String oneLine(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r");
    }
}

package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Cuts a query into tokens. Text that is no token ends the list with [TokenType#INVALID], so that an earlier error of
/// syntax is reported first.
final class Lexer {
    private static final Map<String, Scope> SCOPES = Map.of(
            "span", Scope.SPAN,
            "resource", Scope.RESOURCE,
            "event", Scope.EVENT,
            "link", Scope.LINK,
            "instrumentation", Scope.INSTRUMENTATION);

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int offset;

    private Lexer(String query) {
        this.query = query;
    }

    static List<Token> tokens(String query) {
        Lexer lexer = new Lexer(query);
        try {
            lexer.run();
        } catch (LexicalException e) {
            lexer.tokens.add(new Token(TokenType.INVALID, e.problem(), e.offset(), query.length(), null, null));
        }
        lexer.tokens.add(new Token(TokenType.END, "", query.length(), query.length(), null, null));
        return lexer.tokens;
    }

    private void run() throws LexicalException {
        for (skipBlanks(); offset < query.length(); skipBlanks()) {
            int c = query.codePointAt(offset);
            if (c == '"' || c == '`') {
                string(c);
            } else if (Chars.digit(c) || (c == '.' && Chars.digit(at(offset + 1)))) {
                number();
            } else if (c == '.') {
                attribute(Scope.UNSCOPED, false, offset, offset + 1);
            } else if (Chars.inWord(c)) {
                word();
            } else {
                symbol(c);
            }
        }
    }

    private int at(int index) {
        return index < query.length() ? query.codePointAt(index) : -1;
    }

    private void skipBlanks() throws LexicalException {
        while (offset < query.length()) {
            int c = query.codePointAt(offset);
            if (Chars.space(c)) {
                offset += Character.charCount(c);
            } else if (query.startsWith("//", offset)) {
                int end = query.indexOf('\n', offset);
                offset = end < 0 ? query.length() : end;
            } else if (query.startsWith("/*", offset)) {
                int end = query.indexOf("*/", offset + 2);
                if (end < 0) {
                    throw new LexicalException(offset, "comment not terminated, expected */");
                }
                offset = end + 2;
            } else {
                return;
            }
        }
    }

    private void symbol(int c) throws LexicalException {
        TokenType symbol = TokenType.symbolAt(query, offset);
        if (symbol == null) {
            throw new LexicalException(
                    offset,
                    c == '\''
                            ? "syntax error: unexpected ', strings are written in \" or `"
                            : "syntax error: unexpected " + Character.toString(c));
        }
        add(symbol, offset, offset + symbol.length(), null, null);
    }

    private void string(int quote) throws LexicalException {
        int start = offset;
        int end = Strings.end(query, start, quote);
        String value = Strings.unquote(query, start, end);
        add(TokenType.STRING, start, end, new Static.Str(value), null);
    }

    private void number() throws LexicalException {
        int end = Numbers.end(query, offset);
        Static value = Numbers.parse(query.substring(offset, end), offset);
        TokenType type = switch (value.type()) {
            case INT -> TokenType.INT;
            case DURATION -> TokenType.DURATION;
            case FLOAT, UNKNOWN, NIL, STRING, BOOLEAN, STATUS, KIND -> TokenType.FLOAT;
        };
        add(type, offset, end, value, null);
    }

    private void word() throws LexicalException {
        int start = offset;
        int end = endOf(start, Chars::inWord);
        String text = query.substring(start, end);
        Scope scope = SCOPES.get(text);
        if (at(end) == '.' && text.equals("parent")) {
            parentAttribute(start, end + 1);
        } else if (at(end) == '.' && scope != null) {
            attribute(scope, false, start, end + 1);
        } else if (at(end) == ':' && (scope != null || text.equals("trace"))) {
            intrinsic(start, endOf(end + 1, Chars::inWord));
        } else if (Intrinsic.of(text) != null) {
            intrinsic(start, end);
        } else {
            add(TokenType.WORD, start, end, null, null);
        }
    }

    private void intrinsic(int start, int end) throws LexicalException {
        String text = query.substring(start, end);
        Intrinsic intrinsic = Intrinsic.of(text);
        if (intrinsic == null) {
            throw new LexicalException(start, "unknown intrinsic: " + text + Suggestions.intrinsic(text));
        }
        add(TokenType.FIELD, start, end, null, new IntrinsicRef(intrinsic));
    }

    private void parentAttribute(int start, int nameStart) throws LexicalException {
        for (Scope scope : List.of(Scope.SPAN, Scope.RESOURCE)) {
            String prefix = scope.toString();
            if (query.startsWith(prefix, nameStart)) {
                attribute(scope, true, start, nameStart + prefix.length());
                return;
            }
        }
        attribute(Scope.UNSCOPED, true, start, nameStart);
    }

    private void attribute(Scope scope, boolean parent, int start, int nameStart) throws LexicalException {
        StringBuilder name = new StringBuilder();
        int end = nameStart;
        for (int c = at(end); c >= 0 && Chars.inName(c); c = at(end)) {
            if (c == '"') {
                end = Strings.appendQuotedName(query, end, name);
            } else {
                name.appendCodePoint(c);
                end += Character.charCount(c);
            }
        }
        if (name.isEmpty()) {
            throw new LexicalException(
                    nameStart, "syntax error: expected an attribute name after " + query.substring(start, nameStart));
        }
        add(TokenType.FIELD, start, end, null, new AttributeRef(scope, name.toString(), parent));
    }

    private int endOf(int start, IntPredicate goesOn) {
        int end = start;
        for (int c = at(end); c >= 0 && goesOn.test(c); c = at(end)) {
            end += Character.charCount(c);
        }
        return end;
    }

    private void add(TokenType type, int start, int end, @Nullable Static value, @Nullable Field field) {
        tokens.add(new Token(type, query.substring(start, end), start, end, value, field));
        offset = end;
    }
}

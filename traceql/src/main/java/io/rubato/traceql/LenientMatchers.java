package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;

/// Finds the conditions of a filter that is still being typed. A condition is kept only if every span of the finished
/// filter would have to meet it, so what is dropped can only make the answer wider.
final class LenientMatchers {
    private final List<Token> tokens;

    private LenientMatchers(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<Matcher> of(String query) {
        if (query.length() > TraceQl.MAX_BYTES) {
            return List.of();
        }
        List<Token> tokens = Lexer.tokens(query);
        int open = indexOf(tokens, TokenType.OPEN_BRACE, 0);
        // Conditions of several filters are not about the same span.
        if (open < 0 || indexOf(tokens, TokenType.OPEN_BRACE, open + 1) >= 0) {
            return List.of();
        }
        int close = indexOf(tokens, TokenType.CLOSE_BRACE, open);
        LenientMatchers lenient = new LenientMatchers(tokens);
        List<Matcher> found = new ArrayList<>();
        lenient.collect(open + 1, close < 0 ? tokens.size() - 1 : close, 0, found);
        return List.copyOf(found);
    }

    private static int indexOf(List<Token> tokens, TokenType type, int from) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.get(i).type() == type) {
                return i;
            }
        }
        return -1;
    }

    /// Collects what must hold between two tokens. `a || b && c` is `(a || b) && c`: only what follows the last `||`
    /// and its right side must hold.
    private void collect(int start, int end, int depth, List<Matcher> found) {
        List<Matcher> required = new ArrayList<>();
        boolean alternative = false;
        int parens = 0;
        int item = start;
        for (int i = start; i <= end; i++) {
            TokenType type = i < end ? tokens.get(i).type() : TokenType.END;
            if (type == TokenType.OPEN_PAREN) {
                parens++;
            } else if (type == TokenType.CLOSE_PAREN) {
                parens--;
            }
            boolean or = type == TokenType.OR;
            if (i == end || (parens <= 0 && (or || type == TokenType.AND))) {
                if (or) {
                    required.clear();
                } else if (!alternative) {
                    item(item, i, depth, required);
                }
                alternative = or;
                item = i + 1;
            }
        }
        found.addAll(required);
    }

    private void item(int start, int end, int depth, List<Matcher> found) {
        if (end - start < 3) {
            return;
        }
        if (tokens.get(start).type() == TokenType.OPEN_PAREN) {
            boolean whole = tokens.get(end - 1).type() == TokenType.CLOSE_PAREN;
            if (whole && depth < TraceQl.MAX_DEPTH) {
                collect(start + 1, end - 1, depth + 1, found);
            }
            return;
        }
        Field field = tokens.get(start).field();
        BinaryOperator operator = tokens.get(start + 1).type().operator();
        boolean negative = tokens.get(start + 2).type() == TokenType.MINUS;
        int literal = negative ? start + 3 : start + 2;
        if (field == null || operator == null || !operator.comparison() || literal != end - 1) {
            return;
        }
        Static value = ExpressionParser.constant(tokens.get(literal));
        if (value != null && negative) {
            value = Constants.negate(value);
        }
        if (value != null && valid(new Binary(operator, field, new Literal(value)))) {
            found.add(new Matcher(field, operator, value));
        }
    }

    private static boolean valid(Binary condition) {
        try {
            ExpressionValidator.validate(condition);
            return true;
        } catch (TraceQlException e) {
            return false;
        }
    }
}

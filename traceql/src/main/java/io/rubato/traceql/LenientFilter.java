package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the conditions of a query that is still being typed. What is not complete may become anything, so that it
/// counts as true: what is found never leaves out a span that the finished query might be about.
final class LenientFilter {
    private final String query;
    private final List<Token> tokens;

    /// @param height of its tree
    private record Part(Expression condition, int height) {}

    private LenientFilter(String query) {
        this.query = query;
        this.tokens = Lexer.tokens(query);
    }

    static Expression of(String query) {
        Part found = query.length() > TraceQl.MAX_BYTES ? null : new LenientFilter(query).filters();
        return found == null ? SpansetFilter.ALL.expression() : found.condition;
    }

    /// A filter that follows another one with `|` is about the same spans; else each filter has spans of its own, and
    /// any of them may be meant. That of `compare()` leaves none out.
    private @Nullable Part filters() {
        List<@Nullable Part> alternatives = new ArrayList<>();
        int close = -1;
        for (int open = find(TokenType.OPEN_BRACE, 0); open < end(); open = find(TokenType.OPEN_BRACE, close)) {
            boolean first = close < 0;
            boolean piped = open == close + 2 && tokens.get(close + 1).type() == TokenType.PIPE;
            boolean compared = open > 1 && tokens.get(open - 2).word("compare");
            close = find(TokenType.CLOSE_BRACE, open);
            Part filter = between(open + 1, close, 0);
            if (!first && piped) {
                alternatives.add(join(BinaryOperator.AND, alternatives.removeLast(), filter));
            } else if (!compared) {
                alternatives.add(filter);
            }
        }
        return alternatives.isEmpty() ? null : join(BinaryOperator.OR, alternatives);
    }

    /// The place of the next such token, or [#end()].
    private int find(TokenType type, int from) {
        int at = from;
        while (at < end() && tokens.get(at).type() != type) {
            at++;
        }
        return at;
    }

    private int end() {
        return tokens.size() - 1;
    }

    /// What stands between two tokens: operands of `&&` and `||`, which share one level.
    private @Nullable Part between(int start, int end, int depth) {
        List<@Nullable Part> run = new ArrayList<>();
        BinaryOperator operator = BinaryOperator.AND;
        int item = start;
        for (int i = start; i <= end; i++) {
            TokenType type = i < end ? tokens.get(i).type() : TokenType.END;
            if (type == TokenType.OPEN_PAREN) {
                i = Math.min(closing(i, end), end) - 1;
            } else if (i == end || type == TokenType.AND || type == TokenType.OR) {
                run.add(item(item, i, depth));
                BinaryOperator next = type.operator() == null ? operator : type.operator();
                if (next != operator) {
                    Part before = join(operator, run);
                    run.clear();
                    run.add(before);
                    operator = next;
                }
                item = i + 1;
            }
        }
        return join(operator, run);
    }

    /// The place after the parenthesis that closes the one here, or one after the end.
    private int closing(int open, int end) {
        int nesting = 0;
        for (int i = open; i < end; i++) {
            TokenType type = tokens.get(i).type();
            nesting += type == TokenType.OPEN_PAREN ? 1 : type == TokenType.CLOSE_PAREN ? -1 : 0;
            if (nesting == 0) {
                return i + 1;
            }
        }
        return end + 1;
    }

    private @Nullable Part item(int start, int end, int depth) {
        if (end - start < 3) {
            return null;
        }
        if (tokens.get(start).type() == TokenType.OPEN_PAREN && closing(start, end) == end) {
            return depth == TraceQl.MAX_DEPTH ? null : between(start + 1, end - 1, depth + 1);
        }
        try {
            String text = query.substring(
                    tokens.get(start).start(), tokens.get(end - 1).end());
            Cursor cursor = new Cursor(text);
            Expression condition = new ExpressionParser(cursor).expression();
            cursor.expect(TokenType.END, "nothing more");
            ExpressionValidator.validate(condition);
            return isComparison(condition) ? new Part(condition, cursor.height()) : null;
        } catch (TraceQlException e) {
            return null;
        }
    }

    /// An attribute alone is one whose comparison has not been typed yet.
    private static boolean isComparison(Expression expression) {
        return switch (expression) {
            case Literal _ -> false;
            case Field _ -> false;
            case Unary(UnaryOperator operator, Expression operand) ->
                operator == UnaryOperator.NOT && isComparison(operand);
            case Binary binary -> !binary.operator().arithmetic();
        };
    }

    private static @Nullable Part join(BinaryOperator operator, @Nullable Part left, @Nullable Part right) {
        List<@Nullable Part> both = new ArrayList<>();
        both.add(left);
        both.add(right);
        return join(operator, both);
    }

    private static @Nullable Part join(BinaryOperator operator, List<@Nullable Part> parts) {
        List<Part> known = new ArrayList<>();
        for (Part part : parts) {
            if (part != null) {
                known.add(part);
            } else if (operator == BinaryOperator.OR) {
                return null;
            }
        }
        if (known.isEmpty()) {
            return null;
        }
        int height = known.stream().mapToInt(Part::height).max().orElse(1) + Chains.levels(known.size());
        if (height > TraceQl.MAX_DEPTH) {
            return null;
        }
        List<Expression> conditions = known.stream().map(Part::condition).toList();
        return new Part(Chains.join(conditions, (left, right) -> new Binary(operator, left, right)), height);
    }
}

package io.rubato.traceql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses what stands inside `{ }`, `by( )` and aggregates, by precedence climbing.
final class ExpressionParser {
    private static final String OPERAND = "an attribute, an intrinsic, a literal or (";

    private final Cursor cursor;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Expression expression() {
        return binary(TokenType.LOGICAL);
    }

    private Expression binary(int minLevel) {
        Expression left = prefix();
        for (Token token = cursor.peek(); binds(token, minLevel); token = cursor.peek()) {
            if (token.type().level() == TokenType.LOGICAL) {
                left = run(token.type(), left);
                continue;
            }
            cursor.take();
            int leftHeight = cursor.height();
            int level = token.type().level();
            Expression right = level == TokenType.POWER ? power() : binary(level + 1);
            cursor.above(Math.max(leftHeight, cursor.height()), 1);
            left = new Binary(operator(token), left, right);
        }
        return left;
    }

    private static boolean binds(Token token, int minLevel) {
        return token.type().operator() != null && token.type().level() >= minLevel;
    }

    private BinaryOperator operator(Token token) {
        BinaryOperator operator = token.type().operator();
        if (operator == null) {
            throw cursor.unexpected(token, "an operator");
        }
        return operator;
    }

    /// The right side of `^`, which associates to the right.
    private Expression power() {
        cursor.enter();
        Expression right = binary(TokenType.POWER);
        cursor.leave();
        return right;
    }

    /// Further operands joined by the same one of `&&` and `||`.
    private Expression run(TokenType type, Expression first) {
        BinaryOperator operator = operator(cursor.peek());
        List<Expression> operands = new ArrayList<>(List.of(first));
        int height = cursor.height();
        while (cursor.accept(type)) {
            operands.add(binary(TokenType.LOGICAL + 1));
            height = Math.max(height, cursor.height());
        }
        cursor.above(height, Chains.levels(operands.size()));
        return Chains.join(operands, (left, right) -> new Binary(operator, left, right));
    }

    private Expression prefix() {
        Token token = cursor.peek();
        return switch (token.type()) {
            case NOT, MINUS -> unary(token);
            case OPEN_PAREN -> parenthesised();
            case FIELD -> field("an attribute or intrinsic");
            default -> literal();
        };
    }

    private Expression unary(Token token) {
        cursor.take();
        cursor.enter();
        Expression operand = token.type() == TokenType.NOT ? binary(TokenType.PRODUCT) : prefix();
        cursor.leave();
        if (token.type() == TokenType.MINUS && operand instanceof Literal(Static value)) {
            Static negated = Constants.negate(value);
            if (negated != null) {
                return new Literal(negated);
            }
        }
        cursor.above(cursor.height(), 1);
        return new Unary(token.type() == TokenType.NOT ? UnaryOperator.NOT : UnaryOperator.NEGATE, operand);
    }

    private Expression parenthesised() {
        cursor.open();
        cursor.enter();
        Expression inner = expression();
        cursor.leave();
        cursor.close();
        return inner;
    }

    private Expression literal() {
        Token token = cursor.peek();
        Static value = constant(token);
        if (value != null) {
            cursor.take();
            cursor.leaf();
            return new Literal(value);
        }
        if (token.type() == TokenType.WORD && !Keywords.FUNCTIONS.contains(token.text())) {
            throw unknown(token);
        }
        throw cursor.unexpected(OPERAND);
    }

    /// `foo` and `foo.bar` are the most common mistakes: an attribute without its scope.
    private TraceQlException unknown(Token token) {
        Token next = cursor.peekSecond();
        boolean dotted = next.type() == TokenType.FIELD && next.start() == token.end();
        String name = dotted ? token.text() + next.text() : token.text();
        String suggestion = dotted ? "" : Suggestions.value(token.text());
        if (suggestion.isEmpty()) {
            suggestion = ", attributes are written ." + name + ", span." + name + " or resource." + name;
        }
        return cursor.error(token, "unknown identifier: " + token.text() + suggestion);
    }

    /// The constant a token stands for, or null.
    static @Nullable Static constant(Token token) {
        return token.type() == TokenType.WORD ? Keywords.CONSTANTS.get(token.text()) : token.value();
    }

    /// One attribute or intrinsic.
    Field field(String expected) {
        Token token = cursor.peek();
        Field field = token.field();
        if (field == null) {
            boolean unknown = token.type() == TokenType.WORD
                    && constant(token) == null
                    && !Keywords.FUNCTIONS.contains(token.text());
            throw unknown ? unknown(token) : cursor.unexpected(expected);
        }
        cursor.take();
        cursor.leaf();
        return field;
    }

    /// Fields in parentheses.
    List<Field> fields() {
        cursor.open();
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(field("an attribute or intrinsic"));
        } while (cursor.accept(TokenType.COMMA));
        cursor.close();
        return fields;
    }
}

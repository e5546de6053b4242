package io.rubato.traceql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Kinds of tokens; symbols carry what they mean between values and between spansets.
enum TokenType {
    END("end of query"),
    INVALID("invalid text"),
    WORD("name"),
    FIELD("attribute or intrinsic"),
    STRING("string"),
    INT("number"),
    FLOAT("number"),
    DURATION("duration"),
    OPEN_BRACE("{"),
    CLOSE_BRACE("}"),
    OPEN_PAREN("("),
    CLOSE_PAREN(")"),
    COMMA(","),
    PIPE("|"),
    NOT("!"),
    AND("&&", BinaryOperator.AND, SpansetOperator.AND, 1),
    OR("||", BinaryOperator.OR, SpansetOperator.UNION, 1),
    EQUAL("=", BinaryOperator.EQUAL, null, 2),
    NOT_EQUAL("!=", BinaryOperator.NOT_EQUAL, null, 2),
    LESS("<", BinaryOperator.LESS, SpansetOperator.PARENT, 2),
    LESS_EQUAL("<=", BinaryOperator.LESS_EQUAL, null, 2),
    GREATER(">", BinaryOperator.GREATER, SpansetOperator.CHILD, 2),
    GREATER_EQUAL(">=", BinaryOperator.GREATER_EQUAL, null, 2),
    REGEX("=~", BinaryOperator.REGEX, null, 2),
    NOT_REGEX("!~", BinaryOperator.NOT_REGEX, SpansetOperator.NOT_SIBLING, 2),
    DESCENDANT(">>", null, SpansetOperator.DESCENDANT, 2),
    ANCESTOR("<<", null, SpansetOperator.ANCESTOR, 2),
    SIBLING("~", null, SpansetOperator.SIBLING, 2),
    NOT_CHILD("!>", null, SpansetOperator.NOT_CHILD, 2),
    NOT_DESCENDANT("!>>", null, SpansetOperator.NOT_DESCENDANT, 2),
    NOT_PARENT("!<", null, SpansetOperator.NOT_PARENT, 2),
    NOT_ANCESTOR("!<<", null, SpansetOperator.NOT_ANCESTOR, 2),
    UNION_CHILD("&>", null, SpansetOperator.UNION_CHILD, 2),
    UNION_DESCENDANT("&>>", null, SpansetOperator.UNION_DESCENDANT, 2),
    UNION_PARENT("&<", null, SpansetOperator.UNION_PARENT, 2),
    UNION_ANCESTOR("&<<", null, SpansetOperator.UNION_ANCESTOR, 2),
    UNION_SIBLING("&~", null, SpansetOperator.UNION_SIBLING, 2),
    PLUS("+", BinaryOperator.ADD, null, 3),
    MINUS("-", BinaryOperator.SUBTRACT, null, 3),
    STAR("*", BinaryOperator.MULTIPLY, null, 5),
    SLASH("/", BinaryOperator.DIVIDE, null, 5),
    PERCENT("%", BinaryOperator.MODULO, null, 5),
    CARET("^", BinaryOperator.POWER, null, 6);

    /// Binding level of `&&` and `||`.
    static final int LOGICAL = 1;

    /// Binding level of the sum operators, the loosest that a number can hold.
    static final int SUM = 3;

    /// Binding level of what `!` takes: tighter than the sum, looser than nothing else.
    static final int PRODUCT = 5;

    /// Binding level of `^`.
    static final int POWER = 6;

    private static final List<TokenType> SYMBOLS = Arrays.stream(values())
            .filter(type -> type.compareTo(OPEN_BRACE) >= 0)
            .sorted(Comparator.comparingInt((TokenType type) -> type.text.length())
                    .reversed())
            .toList();

    private final String text;
    private final @Nullable BinaryOperator operator;
    private final @Nullable SpansetOperator spansetOperator;
    private final int level;

    TokenType(String text) {
        this(text, null, null, 0);
    }

    TokenType(String text, @Nullable BinaryOperator operator, @Nullable SpansetOperator spansetOperator, int level) {
        this.text = text;
        this.operator = operator;
        this.spansetOperator = spansetOperator;
        this.level = level;
    }

    /// The longest symbol that stands at a place in a text, or null.
    static @Nullable TokenType symbolAt(String query, int offset) {
        for (TokenType symbol : SYMBOLS) {
            if (query.startsWith(symbol.text, offset)) {
                return symbol;
            }
        }
        return null;
    }

    /// Length of a symbol.
    int length() {
        return text.length();
    }

    /// The operator between values, or null.
    @Nullable
    BinaryOperator operator() {
        return operator;
    }

    /// The operator between spansets, or null.
    @Nullable
    SpansetOperator spansetOperator() {
        return spansetOperator;
    }

    /// How tightly an operator binds, 0 if the token is none.
    int level() {
        return level;
    }

    @Override
    public String toString() {
        return text;
    }
}

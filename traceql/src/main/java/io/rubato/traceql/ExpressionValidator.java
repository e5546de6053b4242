package io.rubato.traceql;

/// Checks the static types of an expression. Attributes are of no known type and go with everything.
final class ExpressionValidator {
    private static final AttributeRef SERVICE = new AttributeRef(Scope.RESOURCE, "service.name");

    private ExpressionValidator() {}

    static void validate(Expression expression) {
        switch (expression) {
            case Literal _, AttributeRef _ -> {}
            case IntrinsicRef(Intrinsic intrinsic) -> {
                if (intrinsic == Intrinsic.PARENT) {
                    throw invalid("parent can only be compared with nil: parent = nil or parent != nil");
                }
            }
            case Unary unary -> validate(unary);
            case Binary binary -> validate(binary);
        }
    }

    private static void validate(Unary unary) {
        validate(unary.operand());
        ValueType type = implied(unary.operand());
        boolean fits = switch (unary.operator()) {
            case NOT -> type == ValueType.BOOLEAN;
            case NEGATE -> type.numeric();
        };
        if (!fits && type != ValueType.UNKNOWN) {
            throw invalid("illegal operation for the given type: " + unary);
        }
    }

    private static void validate(Binary binary) {
        boolean nil = isNil(binary.left()) || isNil(binary.right());
        if (nil && (binary.operator() == BinaryOperator.EQUAL || binary.operator() == BinaryOperator.NOT_EQUAL)) {
            validateNil(binary, isNil(binary.right()) ? binary.left() : binary.right());
            return;
        }
        validate(binary.left());
        validate(binary.right());
        ValueType left = implied(binary.left());
        ValueType right = implied(binary.right());
        if (!matching(left, right)) {
            throw invalid("binary operations must operate on the same type: " + binary);
        }
        if (!takes(binary.operator(), left) || !takes(binary.operator(), right)) {
            throw invalid("illegal operation for the given types: " + binary);
        }
        if (binary.operator().regex()) {
            if (!(binary.right() instanceof Literal(Static.Str(String regex)))) {
                throw invalid("illegal operation for the given types: " + binary
                        + ", the regular expression must be a string literal");
            }
            Regex.compile(regex);
        }
    }

    /// What every span has cannot be nil; that it is not nil may be asked, as clients ask it of any field they show.
    private static void validateNil(Binary binary, Expression other) {
        if (other.equals(new IntrinsicRef(Intrinsic.PARENT)) || isNil(other)) {
            return;
        }
        validate(other);
        boolean equal = binary.operator() == BinaryOperator.EQUAL;
        boolean always = other instanceof IntrinsicRef || other.equals(SERVICE);
        boolean comparable = other instanceof Field || other.type() == ValueType.UNKNOWN;
        if ((always && equal) || !comparable) {
            throw invalid(other + (equal ? "=" : "!=") + "nil is not valid because " + other + " cannot be nil");
        }
    }

    private static boolean isNil(Expression expression) {
        return expression instanceof Literal(Static.Nil _);
    }

    private static boolean matching(ValueType left, ValueType right) {
        return left == ValueType.UNKNOWN
                || right == ValueType.UNKNOWN
                || left == right
                || (left.numeric() && right.numeric());
    }

    private static boolean takes(BinaryOperator operator, ValueType type) {
        boolean equality = operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL;
        return switch (type) {
            case UNKNOWN -> true;
            case NIL -> false;
            case INT, FLOAT, DURATION -> operator.arithmetic() || (operator.comparison() && !operator.regex());
            case STRING -> operator.comparison();
            case BOOLEAN -> operator.logical() || equality;
            case STATUS, KIND -> equality;
        };
    }

    /// The type as far as it can be told: arithmetic on an attribute and a number is a number.
    static ValueType implied(Expression expression) {
        return switch (expression) {
            case Literal literal -> literal.type();
            case Field field -> field.type();
            case Unary(UnaryOperator operator, Expression operand) ->
                operator == UnaryOperator.NOT ? ValueType.BOOLEAN : implied(operand);
            case Binary(BinaryOperator operator, Expression left, Expression right) -> {
                if (!operator.arithmetic()) {
                    yield ValueType.BOOLEAN;
                }
                ValueType first = implied(left);
                ValueType second = implied(right);
                yield first == ValueType.UNKNOWN
                        ? second
                        : second == ValueType.UNKNOWN ? first : Types.arithmetic(operator, first, second);
            }
        };
    }

    static boolean refersToSpan(Expression expression) {
        return switch (expression) {
            case Literal _ -> false;
            case Field _ -> true;
            case Unary unary -> refersToSpan(unary.operand());
            case Binary binary -> refersToSpan(binary.left()) || refersToSpan(binary.right());
        };
    }

    private static TraceQlException invalid(String problem) {
        return new TraceQlException(Cursor.oneLine(problem), 0, 0);
    }
}

package io.rubato.query.internal.value;

import io.rubato.traceql.BinaryOperator;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/// `value operator constant` for a constant known beforehand, taken apart by the type of the value. A part is null
/// where the types do not go together, which leaves the outcome unknown. Agrees with [Comparisons#compare].
/// Thread-safe.
///
/// @param operator one of `= < <= > >= =~`
/// @param text test of text
/// @param numbers whole numbers and nanoseconds that pass
/// @param reals test of floating-point numbers
/// @param bool the truth value that passes
public record ValueTest(
        BinaryOperator operator,
        Value constant,
        @Nullable TextTest text,
        @Nullable LongRange numbers,
        @Nullable DoublePredicate reals,
        @Nullable Boolean bool) {

    /// @throws io.rubato.query.QueryException for a regular expression that is none
    public static ValueTest of(BinaryOperator operator, Value constant) {
        boolean equal = operator == BinaryOperator.EQUAL;
        if (operator == BinaryOperator.REGEX) {
            TextTest test = constant instanceof Value.Text(String pattern) ? Regexes.compile(pattern) : null;
            return new ValueTest(operator, constant, test, null, null, null);
        }
        return switch (constant) {
            case Value.Text(String text) ->
                new ValueTest(operator, constant, TextTest.ordered(operator, text), null, null, null);
            case Value.Int(long number) -> whole(operator, constant, number);
            case Value.Span(long nanos) -> whole(operator, constant, nanos);
            case Value.Real(double number) ->
                new ValueTest(
                        operator,
                        constant,
                        null,
                        LongRange.of(operator, number),
                        value -> holds(operator, value, number),
                        null);
            case Value.Bool(boolean bool) -> new ValueTest(operator, constant, null, null, null, equal ? bool : null);
            case Value.Status status -> new ValueTest(operator, constant, null, null, null, null);
            case Value.Kind kind -> new ValueTest(operator, constant, null, null, null, null);
            case Value.Id id -> new ValueTest(operator, constant, null, null, null, null);
            case Value.Many many -> new ValueTest(operator, constant, null, null, null, null);
            case Value.Nil nil -> new ValueTest(operator, constant, null, null, null, null);
            case Value.Opaque opaque -> new ValueTest(operator, constant, null, null, null, null);
        };
    }

    private static ValueTest whole(BinaryOperator operator, Value constant, long number) {
        boolean exact = Math.abs(number) <= 1L << 53 && number != Long.MIN_VALUE;
        DoublePredicate reals = exact
                ? value -> holds(operator, value, (double) number)
                : value -> !Double.isNaN(value) && Comparisons.holds(operator, -Numbers.compare(number, value));
        return new ValueTest(operator, constant, null, LongRange.of(operator, number), reals, null);
    }

    private static boolean holds(BinaryOperator operator, double value, double bound) {
        return switch (operator) {
            case EQUAL -> value == bound;
            case LESS -> value < bound;
            case LESS_EQUAL -> value <= bound;
            case GREATER -> value > bound;
            case GREATER_EQUAL -> value >= bound;
            case NOT_EQUAL, REGEX, NOT_REGEX, AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, POWER ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: = < <= > >=)");
        };
    }

    /// The outcome for any value.
    public Truth test(Value value) {
        return value instanceof Value.Text(String string) && text != null
                ? Truth.of(text.test(string))
                : Comparisons.compare(operator, value, constant);
    }
}

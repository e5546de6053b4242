package io.rubato.query.internal.search;

import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Unary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A field that a query names.
///
/// @param tests what the query asks of it; of the values of several events, one that passes is shown
record FieldUse(Field field, List<Predicate<Value>> tests) {
    private static final Set<Intrinsic> OWN_PLACE = EnumSet.of(
            Intrinsic.NAME,
            Intrinsic.DURATION,
            Intrinsic.SPAN_ID,
            Intrinsic.TRACE_ID,
            Intrinsic.TRACE_DURATION,
            Intrinsic.ROOT_NAME,
            Intrinsic.ROOT_SERVICE_NAME);

    /// Adds the fields of an expression that are not there yet.
    static void collect(Expression expression, List<FieldUse> fields) {
        switch (expression) {
            case Literal literal -> {}
            case Field field -> use(field, fields);
            case Unary unary -> collect(unary.operand(), fields);
            case Binary binary -> {
                collect(binary.left(), fields);
                collect(binary.right(), fields);
                if (binary.left() instanceof Field field && binary.right() instanceof Literal(var constant)) {
                    addTest(use(field, fields), binary.operator(), Value.of(constant));
                }
            }
        }
    }

    private static FieldUse use(Field field, List<FieldUse> fields) {
        for (FieldUse use : fields) {
            if (use.field.equals(field)) {
                return use;
            }
        }
        FieldUse use = new FieldUse(field, new ArrayList<>());
        fields.add(use);
        return use;
    }

    private static void addTest(FieldUse use, BinaryOperator operator, Value constant) {
        if (operator.comparison() && !(constant instanceof Value.Nil)) {
            use.tests.add(value -> Comparisons.compare(operator, value, constant) == Truth.TRUE);
        }
    }

    boolean isName() {
        return field instanceof IntrinsicRef(Intrinsic intrinsic) && intrinsic == Intrinsic.NAME;
    }

    /// Whether an answer shows it among the attributes of a span. Tempo leaves out what has a place of its own in the
    /// answer: name, ids, durations and the root.
    boolean isShown() {
        return switch (field) {
            case AttributeRef _ -> true;
            case IntrinsicRef(Intrinsic intrinsic) -> !OWN_PLACE.contains(intrinsic);
        };
    }

    /// The key in answers: without a scope, as clients show it.
    String key() {
        return switch (field) {
            case AttributeRef attribute -> attribute.parent() ? attribute.toString() : attribute.name();
            case IntrinsicRef intrinsic -> intrinsic.toString();
        };
    }

    /// Whether a value is one the query asked for.
    boolean accepts(Value value) {
        return tests.stream().anyMatch(test -> test.test(value));
    }
}

package io.rubato.query.internal.spanset;

import io.rubato.traceql.SpansetOperator;

/// What a span is to another one.
enum Relation {
    CHILD,
    DESCENDANT,
    PARENT,
    ANCESTOR,
    SIBLING;

    /// What the other span is to the first.
    Relation inverse() {
        return switch (this) {
            case CHILD -> PARENT;
            case DESCENDANT -> ANCESTOR;
            case PARENT -> CHILD;
            case ANCESTOR -> DESCENDANT;
            case SIBLING -> SIBLING;
        };
    }

    /// What an operator says that a span on its right side is to one on its left side.
    static Relation of(SpansetOperator operator) {
        return switch (operator) {
            case CHILD, NOT_CHILD, UNION_CHILD -> CHILD;
            case DESCENDANT, NOT_DESCENDANT, UNION_DESCENDANT -> DESCENDANT;
            case PARENT, NOT_PARENT, UNION_PARENT -> PARENT;
            case ANCESTOR, NOT_ANCESTOR, UNION_ANCESTOR -> ANCESTOR;
            case SIBLING, NOT_SIBLING, UNION_SIBLING -> SIBLING;
            case AND, UNION ->
                throw new IllegalArgumentException("operator: " + operator + " (expected: a structural one)");
        };
    }
}

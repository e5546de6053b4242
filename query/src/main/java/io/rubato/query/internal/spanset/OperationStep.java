package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.SpanTree;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.SpansetOperator;

/// `left operator right`. What the operands know of their spansets is not kept.
record OperationStep(SpansetOperator operator, SpansetPlan left, SpansetPlan right, Bits batches) implements Step {
    static OperationStep of(SpansetOperator operator, SpansetPlan left, SpansetPlan right) {
        Bits batches = right.batches().copy();
        switch (operator) {
            case UNION -> batches.or(left.batches());
            case NOT_CHILD, NOT_DESCENDANT, NOT_PARENT, NOT_ANCESTOR, NOT_SIBLING -> {}
            case AND,
                    CHILD,
                    DESCENDANT,
                    PARENT,
                    ANCESTOR,
                    SIBLING,
                    UNION_CHILD,
                    UNION_DESCENDANT,
                    UNION_PARENT,
                    UNION_ANCESTOR,
                    UNION_SIBLING -> batches.and(left.batches());
        }
        return new OperationStep(operator, left, right, batches);
    }

    @Override
    public Spansets apply(Spansets input) {
        input.batch().check();
        return input.with(
                switch (operator) {
                    case AND -> both(input);
                    case UNION -> either(input);
                    case CHILD, DESCENDANT, PARENT, ANCESTOR, SIBLING -> related(input);
                    case NOT_CHILD, NOT_DESCENDANT, NOT_PARENT, NOT_ANCESTOR, NOT_SIBLING -> unrelated(input);
                    case UNION_CHILD, UNION_DESCENDANT, UNION_PARENT, UNION_ANCESTOR, UNION_SIBLING -> pairs(input);
                });
    }

    private Bits either(Spansets input) {
        Bits rows = left.rows(input).copy();
        rows.or(right.rows(input));
        return rows;
    }

    private Bits both(Spansets input) {
        Bits a = left.rows(input);
        Bits b = a.isEmpty() ? a : right.rows(input);
        if (b.isEmpty()) {
            return b;
        }
        Bits sets = input.occupied(a);
        sets.and(input.occupied(b));
        Bits rows = a.copy();
        rows.or(b);
        return input.only(rows, sets);
    }

    private Bits related(Spansets input) {
        Bits a = left.rows(input);
        Bits b = a.isEmpty() ? a : right.rows(input);
        return b.isEmpty() ? b : related(input, Relation.of(operator), b, a);
    }

    private Bits unrelated(Spansets input) {
        Bits b = right.rows(input);
        Bits a = b.isEmpty() ? b : left.rows(input);
        if (a.isEmpty()) {
            return b;
        }
        Bits rows = b.copy();
        rows.andNot(related(input, Relation.of(operator), b, a));
        return rows;
    }

    private Bits pairs(Spansets input) {
        Bits a = left.rows(input);
        Bits b = a.isEmpty() ? a : right.rows(input);
        if (b.isEmpty()) {
            return b;
        }
        Relation relation = Relation.of(operator);
        Bits rows = related(input, relation, b, a);
        rows.or(related(input, relation.inverse(), a, b));
        return rows;
    }

    private static Bits related(Spansets input, Relation relation, Bits rows, Bits others) {
        SpanTree tree = input.batch().tree();
        return input.isByTrace()
                ? Kinship.related(tree, relation, rows, others)
                : new KinshipInSets(tree, input.setOf(), input.count()).related(relation, rows, others);
    }
}

package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.SpanTree;
import io.rubato.storage.scan.Bits;

/// Finds relatives in whole traces: one pass over the rows of a batch, whatever the shape of its traces.
final class Kinship {
    private Kinship() {}

    /// Those of `rows` that are the relation to any of `others`.
    static Bits related(SpanTree tree, Relation relation, Bits rows, Bits others) {
        Bits related = switch (relation) {
            case CHILD -> children(tree.parents(), rows, others);
            case PARENT -> parents(tree.parents(), others);
            case DESCENDANT -> descendants(tree, others);
            case ANCESTOR -> ancestors(tree, others);
            case SIBLING -> siblings(tree.families(), rows, others);
        };
        related.and(rows);
        return related;
    }

    private static Bits children(int[] parents, Bits rows, Bits others) {
        Bits found = new Bits(rows.size());
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (parents[row] >= 0 && others.get(parents[row])) {
                found.set(row);
            }
        }
        return found;
    }

    private static Bits parents(int[] parents, Bits others) {
        Bits found = new Bits(others.size());
        for (int row = others.next(0); row >= 0; row = others.next(row + 1)) {
            if (parents[row] >= 0) {
                found.set(parents[row]);
            }
        }
        return found;
    }

    /// Down the trees: a span descends if its parent does or is meant.
    private static Bits descendants(SpanTree tree, Bits others) {
        int[] parents = tree.parents();
        int[] order = tree.order();
        Bits found = new Bits(others.size());
        for (int i = 0; i < found.size(); i++) {
            int row = order == null ? i : order[i];
            int parent = parents[row];
            if (parent >= 0 && (others.get(parent) || found.get(parent))) {
                found.set(row);
            }
        }
        return found;
    }

    /// Up the trees.
    private static Bits ancestors(SpanTree tree, Bits others) {
        int[] parents = tree.parents();
        int[] order = tree.order();
        Bits found = new Bits(others.size());
        for (int i = found.size() - 1; i >= 0; i--) {
            int row = order == null ? i : order[i];
            int parent = parents[row];
            if (parent >= 0 && (others.get(row) || found.get(row))) {
                found.set(parent);
            }
        }
        return found;
    }

    private static Bits siblings(int[] families, Bits rows, Bits others) {
        int[] counts = new int[2 * rows.size()];
        for (int row = others.next(0); row >= 0; row = others.next(row + 1)) {
            if (families[row] >= 0) {
                counts[families[row]]++;
            }
        }
        Bits found = new Bits(rows.size());
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (families[row] >= 0 && counts[families[row]] > (others.get(row) ? 1 : 0)) {
                found.set(row);
            }
        }
        return found;
    }
}

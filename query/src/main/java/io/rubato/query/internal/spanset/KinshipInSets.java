package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.SpanTree;
import io.rubato.storage.scan.Bits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Finds relatives where a trace has several spansets: both must be of the same one. Linear in the rows of a batch.
final class KinshipInSets {
    private final SpanTree tree;
    private final int[] sets;
    private final int count;

    /// @param sets the set of each row
    /// @param count how many sets there are
    KinshipInSets(SpanTree tree, int[] sets, int count) {
        this.tree = tree;
        this.sets = sets;
        this.count = count;
    }

    /// Those of `rows` that are the relation to any of `others` in the same set.
    Bits related(Relation relation, Bits rows, Bits others) {
        return switch (relation) {
            case CHILD -> children(rows, others);
            case PARENT -> {
                Bits found = parents(rows, others);
                found.and(rows);
                yield found;
            }
            case DESCENDANT -> descendants(rows, others);
            case ANCESTOR -> ancestors(rows, others);
            case SIBLING -> siblings(rows, others);
        };
    }

    private Bits children(Bits rows, Bits others) {
        int[] parents = tree.parents();
        Bits found = new Bits(rows.size());
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            int parent = parents[row];
            if (parent >= 0 && others.get(parent) && sets[parent] == sets[row]) {
                found.set(row);
            }
        }
        return found;
    }

    private Bits parents(Bits rows, Bits others) {
        int[] parents = tree.parents();
        Bits found = new Bits(rows.size());
        for (int row = others.next(0); row >= 0; row = others.next(row + 1)) {
            int parent = parents[row];
            if (parent >= 0 && rows.get(parent) && sets[parent] == sets[row]) {
                found.set(parent);
            }
        }
        return found;
    }

    /// Walks down the trees with the number of others of each set on the way from the top.
    private Bits descendants(Bits rows, Bits others) {
        int[] parents = tree.parents();
        int[] order = tree.order();
        int[] above = new int[count];
        Bits found = new Bits(rows.size());
        int last = -1;
        for (int i = 0; i < rows.size(); i++) {
            int row = order == null ? i : order[i];
            for (; last != parents[row]; last = parents[last]) {
                if (others.get(last)) {
                    above[sets[last]]--;
                }
            }
            if (rows.get(row) && above[sets[row]] > 0) {
                found.set(row);
            }
            if (others.get(row)) {
                above[sets[row]]++;
            }
            last = row;
        }
        return found;
    }

    /// The last of the others of each set is looked for in the rows that follow a span and descend from it: rows are
    /// visited from the last to the first, and a span's descendants end where those of its last child end.
    private Bits ancestors(Bits rows, Bits others) {
        int[] parents = tree.parents();
        int[] order = tree.order();
        int size = rows.size();
        int[] ends = new int[size];
        int[] next = new int[count];
        Arrays.fill(next, size);
        Bits found = new Bits(size);
        for (int i = size - 1; i >= 0; i--) {
            int row = order == null ? i : order[i];
            ends[row] = Math.max(ends[row], i + 1);
            if (parents[row] >= 0) {
                ends[parents[row]] = Math.max(ends[parents[row]], ends[row]);
            }
            if (rows.get(row) && next[sets[row]] < ends[row]) {
                found.set(row);
            }
            if (others.get(row)) {
                next[sets[row]] = i;
            }
        }
        return found;
    }

    private Bits siblings(Bits rows, Bits others) {
        int[] families = tree.families();
        Map<Long, Integer> counts = new HashMap<>();
        for (int row = others.next(0); row >= 0; row = others.next(row + 1)) {
            if (families[row] >= 0) {
                counts.merge(key(families, row), 1, Integer::sum);
            }
        }
        Bits found = new Bits(rows.size());
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            if (families[row] >= 0 && counts.getOrDefault(key(families, row), 0) > (others.get(row) ? 1 : 0)) {
                found.set(row);
            }
        }
        return found;
    }

    private long key(int[] families, int row) {
        return (long) families[row] << 32 | sets[row];
    }
}

package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.SpanField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who descends from whom in a batch. A span whose parent is not stored is the top of a tree of its own, and so is the
/// earliest span of a cycle. Not thread-safe.
public final class SpanTree {
    private static final int NONE = -1;
    private final Batch batch;
    private final int[] parents;
    private final int @Nullable [] order;
    private int @Nullable [] families;

    SpanTree(Batch batch) {
        this.batch = batch;
        this.parents = batch.parents();
        this.order = isPreOrder() ? null : preOrder();
    }

    /// The row of each span's parent, or -1.
    public int[] parents() {
        return parents;
    }

    /// The rows with each span before its descendants and these before all others, or null where the rows stand so.
    public int @Nullable [] order() {
        return order;
    }

    /// Each row's parent must be on the way from the row before it up to the top.
    private boolean isPreOrder() {
        int[] starts = batch.traceStarts();
        for (int trace = 0; trace < batch.traces(); trace++) {
            for (int row = starts[trace]; row < starts[trace + 1]; row++) {
                int up = row == starts[trace] ? NONE : row - 1;
                while (up != parents[row] && up != NONE) {
                    up = parents[up];
                }
                if (up != parents[row] || parents[row] >= row) {
                    return false;
                }
            }
        }
        return true;
    }

    private int[] preOrder() {
        int rows = batch.rows();
        int[] firstChild = new int[rows];
        int[] nextSibling = new int[rows];
        Arrays.fill(firstChild, NONE);
        int top = NONE;
        for (int row = rows - 1; row >= 0; row--) {
            int parent = parents[row];
            nextSibling[row] = parent == NONE ? top : firstChild[parent];
            if (parent == NONE) {
                top = row;
            } else {
                firstChild[parent] = row;
            }
        }
        int[] found = new int[rows];
        int count = 0;
        for (int row = top; row != NONE; ) {
            found[count++] = row;
            if (firstChild[row] != NONE) {
                row = firstChild[row];
                continue;
            }
            while (row != NONE && nextSibling[row] == NONE) {
                row = parents[row];
            }
            row = row == NONE ? NONE : nextSibling[row];
        }
        return found;
    }

    /// A number below twice the number of rows for each span that has a parent: siblings have the same. Spans whose
    /// parent is not stored are siblings if it has the same id. -1 for a span without a parent.
    public int[] families() {
        if (families == null) {
            families = findFamilies();
        }
        return families;
    }

    private int[] findFamilies() {
        int rows = batch.rows();
        int[] found = Arrays.copyOf(parents, rows);
        long[] parentIds = batch.longs(SpanField.PARENT_ID);
        int[] starts = batch.traceStarts();
        Map<Long, Integer> orphans = new HashMap<>();
        for (int trace = 0; trace < batch.traces(); trace++) {
            orphans.clear();
            for (int row = starts[trace]; row < starts[trace + 1]; row++) {
                if (parents[row] == NONE && parentIds[row] != 0) {
                    Integer first = orphans.putIfAbsent(parentIds[row], row);
                    found[row] = rows + (first == null ? row : first);
                }
            }
        }
        return found;
    }
}

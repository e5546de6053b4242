package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.SpanField;
import java.util.Arrays;

/// The nested set numbers of a batch: each trace is walked from its top spans down, children by start and then id,
/// and numbered from 1 on the way in and out. A span without a parent id has parent -1; one whose parent is not
/// stored has 0 and is walked like a root, but after all roots, so that it does not shift their numbers.
final class Nesting {
    final long[] left;
    final long[] right;
    final long[] parent;
    final long[] children;

    Nesting(Batch batch) {
        int rows = batch.rows();
        left = new long[rows];
        right = new long[rows];
        parent = new long[rows];
        children = new long[rows];
        int[] parents = batch.parents();
        for (int row = 0; row < rows; row++) {
            if (parents[row] >= 0) {
                children[parents[row]]++;
            }
        }
        int[] starts = batch.traceStarts();
        for (int trace = 0; trace < batch.traces(); trace++) {
            number(batch, parents, starts[trace], starts[trace + 1]);
        }
    }

    /// Links siblings into lists, the last in order first, then walks without recursion: a trace may be a long chain.
    private void number(Batch batch, int[] parents, int from, int to) {
        int[] order = ordered(batch, from, to);
        int[] firstChild = new int[to - from];
        int[] nextSibling = new int[to - from];
        Arrays.fill(firstChild, -1);
        long[] parentIds = batch.longs(SpanField.PARENT_ID);
        int top = -1;
        for (int i = order.length - 1; i >= 0; i--) {
            int row = order[i];
            int up = parents[row];
            if (up >= 0) {
                nextSibling[row - from] = firstChild[up - from];
                firstChild[up - from] = row;
            } else if (parentIds[row] != 0) {
                nextSibling[row - from] = top;
                top = row;
            }
        }
        for (int i = order.length - 1; i >= 0; i--) {
            int row = order[i];
            if (parents[row] < 0 && parentIds[row] == 0) {
                nextSibling[row - from] = top;
                top = row;
            }
        }
        long next = 1;
        for (int row = top; row >= 0; ) {
            left[row] = next++;
            int up = parents[row];
            parent[row] = up >= 0 ? left[up] : parentIds[row] == 0 ? -1 : 0;
            if (firstChild[row - from] >= 0) {
                row = firstChild[row - from];
                continue;
            }
            right[row] = next++;
            while (nextSibling[row - from] < 0 && parents[row] >= 0) {
                row = parents[row];
                right[row] = next++;
            }
            row = nextSibling[row - from];
        }
    }

    private static int[] ordered(Batch batch, int from, int to) {
        Integer[] rows = new Integer[to - from];
        Arrays.setAll(rows, i -> from + i);
        Arrays.sort(rows, (a, b) -> TraceFacts.compare(batch, a, b));
        return Arrays.stream(rows).mapToInt(Integer::intValue).toArray();
    }
}

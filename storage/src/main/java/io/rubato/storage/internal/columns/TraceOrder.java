package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.Hashing;
import java.util.Arrays;

/// The tree that the spans of one trace form, and their pre-order. This is the one place that says what
/// broken trees mean, so that heads and blocks agree:
///
/// - The parent of a span is the span that has its parent id; of several with that id the earliest, then
///   the longest, then the one that came first; never the span itself.
/// - A span without a parent id, or whose parent is not there, is a root. So is the earliest span of a
///   cycle.
/// - Roots and siblings are ordered by start, then by arrival.
///
/// Reusable from trace to trace; not thread-safe.
public final class TraceOrder {
    private static final int NONE = -1;

    private int size;
    private long[] spanIds = new long[64];
    private long[] parentIds = new long[64];
    private long[] starts = new long[64];
    private long[] durations = new long[64];
    private int[] parents = new int[64];
    private int[] order = new int[64];
    private int[] depths = new int[64];
    private int[] byStart = new int[64];
    private int[] scratch = new int[64];
    private int[] firstChild = new int[64];
    private int[] nextSibling = new int[64];
    private int[] table = new int[256];
    private int mask;

    /// Starts a trace.
    public void reset() {
        size = 0;
    }

    public void add(long spanId, long parentId, long start, long duration) {
        if (size == spanIds.length) {
            grow();
        }
        spanIds[size] = spanId;
        parentIds[size] = parentId;
        starts[size] = start;
        durations[size] = duration;
        size++;
    }

    private void grow() {
        int larger = size * 2;
        spanIds = Arrays.copyOf(spanIds, larger);
        parentIds = Arrays.copyOf(parentIds, larger);
        starts = Arrays.copyOf(starts, larger);
        durations = Arrays.copyOf(durations, larger);
        parents = new int[larger];
        order = new int[larger];
        depths = new int[larger];
        byStart = new int[larger];
        scratch = new int[larger];
        firstChild = new int[larger];
        nextSibling = new int[larger];
    }

    public int size() {
        return size;
    }

    /// For each span, in order of addition, the index of its parent or -1. Valid after [#findParents()].
    public int[] parents() {
        return parents;
    }

    /// The spans' indexes in pre-order. Valid after [#arrange()].
    public int[] order() {
        return order;
    }

    /// The depth of each span of [#order()]; 0 for roots.
    public int[] depths() {
        return depths;
    }

    /// Finds every span's parent.
    public void findParents() {
        if (size == 1) {
            parents[0] = NONE;
            return;
        }
        fillTable();
        for (int i = 0; i < size; i++) {
            parents[i] = parentIds[i] == 0 ? NONE : parentOf(i);
        }
        breakCycles();
    }

    /// Finds parents and the pre-order.
    public void arrange() {
        findParents();
        sortByStart();
        Arrays.fill(firstChild, 0, size, NONE);
        int firstRoot = NONE;
        for (int at = size - 1; at >= 0; at--) {
            int span = byStart[at];
            int parent = parents[span];
            if (parent == NONE) {
                nextSibling[span] = firstRoot;
                firstRoot = span;
            } else {
                nextSibling[span] = firstChild[parent];
                firstChild[parent] = span;
            }
        }
        int count = 0;
        int depth = 0;
        int span = firstRoot;
        while (span != NONE) {
            order[count] = span;
            depths[count++] = depth;
            if (firstChild[span] != NONE) {
                span = firstChild[span];
                depth++;
                continue;
            }
            while (span != NONE && nextSibling[span] == NONE) {
                span = parents[span];
                depth--;
            }
            span = span == NONE ? NONE : nextSibling[span];
        }
    }

    private void fillTable() {
        int capacity = Integer.highestOneBit(Math.max(size, 8)) * 4;
        if (table.length < capacity) {
            table = new int[capacity];
        } else {
            Arrays.fill(table, 0, capacity, 0);
        }
        mask = capacity - 1;
        for (int i = 0; i < size; i++) {
            int slot = slot(spanIds[i]);
            if (table[slot] == 0 || isBefore(i, table[slot] - 1)) {
                table[slot] = i + 1;
            }
        }
    }

    /// The slot that holds a span with this id, or the empty one where it belongs.
    private int slot(long spanId) {
        int slot = (int) Hashing.hash(spanId, 0) & mask;
        while (table[slot] != 0 && spanIds[table[slot] - 1] != spanId) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isBefore(int span, int other) {
        return starts[span] != starts[other]
                ? starts[span] < starts[other]
                : durations[span] > durations[other] || durations[span] == durations[other] && span < other;
    }

    private int parentOf(int span) {
        int found = table[slot(parentIds[span])] - 1;
        if (found != span) {
            return found;
        }
        int best = NONE;
        for (int i = 0; i < size; i++) {
            if (i != span && spanIds[i] == parentIds[span] && (best == NONE || isBefore(i, best))) {
                best = i;
            }
        }
        return best;
    }

    /// Walks up from each span, marking the walk; meeting one's own mark is a cycle.
    private void breakCycles() {
        int[] marks = scratch;
        Arrays.fill(marks, 0, size, 0);
        for (int i = 0; i < size; i++) {
            int mark = i + 1;
            int span = i;
            while (span != NONE && marks[span] == 0) {
                marks[span] = mark;
                span = parents[span];
            }
            if (span != NONE && marks[span] == mark) {
                parents[earliestOfCycle(span)] = NONE;
            }
        }
    }

    private int earliestOfCycle(int member) {
        int earliest = member;
        for (int span = parents[member]; span != member; span = parents[span]) {
            if (isBefore(span, earliest)) {
                earliest = span;
            }
        }
        return earliest;
    }

    /// A merge sort of runs of insertion sort: stable, and linear for the usual small trace that is nearly
    /// in order.
    private void sortByStart() {
        final int run = 32;
        for (int from = 0; from < size; from += run) {
            insertionSort(from, Math.min(size, from + run));
        }
        for (int width = run; width < size; width *= 2) {
            for (int from = 0; from < size; from += 2 * width) {
                merge(from, Math.min(size, from + width), Math.min(size, from + 2 * width));
            }
            int[] merged = scratch;
            scratch = byStart;
            byStart = merged;
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from; i < to; i++) {
            long start = starts[i];
            int at = i;
            for (; at > from && starts[byStart[at - 1]] > start; at--) {
                byStart[at] = byStart[at - 1];
            }
            byStart[at] = i;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = left < middle && (right == to || starts[byStart[left]] <= starts[byStart[right]]);
            scratch[at] = takeLeft ? byStart[left++] : byStart[right++];
        }
    }
}

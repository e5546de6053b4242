package io.rubato.storage.internal.head;

import java.util.Arrays;

/// The shapes of a level's rows: which columns a row has, in order, as one number. Shapes form a trie: a
/// shape is its parent and one more column. Each node remembers the child taken last, so that the usual
/// next column costs one comparison.
///
/// Random subsets of keys would make a node for every row. Beyond [#MAX_NODES] nodes or [#MAX_LENGTH]
/// columns [#child(int, int)] refuses, and the row lists its columns itself (see [LevelTable]). One writer;
/// readers may use any shape of a published row.
final class Shapes {
    static final int MAX_NODES = 16_384;
    static final int MAX_LENGTH = 192;
    static final int EMPTY = 0;
    static final int NONE = -1;

    private int[] parents = new int[64];
    private int[] columns = new int[64];
    private int[] lengths = new int[64];
    private int[] lastChildren = new int[64];
    private int[][] lists = new int[64][];

    /// The lists as readers have them; an array is complete when it gets here, as in [IntChunks].
    private volatile int[][] readable = lists;

    private long[] childKeys = new long[128];
    private int[] childNodes = new int[128];
    private int count;
    private long listBytes;

    Shapes() {
        addNode(0, -1, 0);
        lists[0] = new int[0];
    }

    int count() {
        return count;
    }

    long bytes() {
        return listBytes + 20L * parents.length + 12L * childKeys.length;
    }

    int lastChild(int node) {
        return lastChildren[node];
    }

    int column(int node) {
        return columns[node];
    }

    int parent(int node) {
        return parents[node];
    }

    int length(int node) {
        return lengths[node];
    }

    /// The columns of a shape, in order. Do not change the array. For any thread.
    int[] columns(int node) {
        return readable[node];
    }

    boolean contains(int node, int column) {
        for (int other : lists[node]) {
            if (other == column) {
                return true;
            }
        }
        return false;
    }

    /// The shape that follows `node` by `column`, made when it is new, or NONE when it may not be.
    int child(int node, int column) {
        long key = (long) node << 32 | column + 1L;
        int mask = childKeys.length - 1;
        int slot = slot(key, mask);
        while (childKeys[slot] != 0) {
            if (childKeys[slot] == key) {
                lastChildren[node] = childNodes[slot];
                return childNodes[slot];
            }
            slot = (slot + 1) & mask;
        }
        if (count == MAX_NODES || lengths[node] == MAX_LENGTH) {
            return NONE;
        }
        int child = addNode(node, column, lengths[node] + 1);
        childKeys[slot] = key;
        childNodes[slot] = child;
        if (count * 2 > childKeys.length) {
            growIndex();
        }
        lastChildren[node] = child;
        return child;
    }

    private int addNode(int parent, int column, int length) {
        if (count == parents.length) {
            int larger = count * 2;
            parents = Arrays.copyOf(parents, larger);
            columns = Arrays.copyOf(columns, larger);
            lengths = Arrays.copyOf(lengths, larger);
            lastChildren = Arrays.copyOf(lastChildren, larger);
            lists = Arrays.copyOf(lists, larger);
            readable = lists;
        }
        parents[count] = parent;
        columns[count] = column;
        lengths[count] = length;
        lastChildren[count] = NONE;
        if (length > 0) {
            int[] list = Arrays.copyOf(lists[parent], length);
            list[length - 1] = column;
            lists[count] = list;
            listBytes += 16 + 4L * length;
        }
        return count++;
    }

    private void growIndex() {
        long[] keys = new long[childKeys.length * 2];
        int[] nodes = new int[keys.length];
        for (int i = 0; i < childKeys.length; i++) {
            if (childKeys[i] != 0) {
                int slot = slot(childKeys[i], keys.length - 1);
                while (keys[slot] != 0) {
                    slot = (slot + 1) & keys.length - 1;
                }
                keys[slot] = childKeys[i];
                nodes[slot] = childNodes[i];
            }
        }
        childKeys = keys;
        childNodes = nodes;
    }

    private static int slot(long key, int mask) {
        long hash = key * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }
}

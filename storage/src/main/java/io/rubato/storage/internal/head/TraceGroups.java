package io.rubato.storage.internal.head;

import io.rubato.storage.scan.BatchStats;
import java.util.Arrays;

/// Bounds of runs of [#SIZE] consecutive traces of a head, which are its batches. One writer; readers may
/// see bounds that are wider than what they were published, never narrower.
final class TraceGroups {
    static final int SHIFT = 9;
    static final int SIZE = 1 << SHIFT;

    private static final int STATS = 6;

    /// The writer's; the same array as readers have.
    private long[][] groups = new long[16][];

    /// An array is complete when it gets here, as in [IntChunks].
    private volatile long[][] readable = groups;

    void add(int trace, long start, long duration) {
        int group = trace >>> SHIFT;
        if (group == groups.length) {
            groups = Arrays.copyOf(groups, group * 2);
            readable = groups;
        }
        long[] stats = groups[group];
        if (stats == null) {
            stats = new long[] {Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 0};
            groups[group] = stats;
        }
        stats[0] = Math.min(stats[0], start);
        stats[1] = Math.max(stats[1], start);
        stats[2] = Math.max(stats[2], start + Math.max(0, duration));
        stats[3] = Math.min(stats[3], duration);
        stats[4] = Math.max(stats[4], duration);
        stats[5]++;
    }

    /// The bounds of a group of which `traces` are published. The latest span start stands for the latest
    /// trace start, which it bounds.
    BatchStats stats(int group, int traces) {
        long[] stats = readable[group];
        assert stats.length == STATS;
        return new BatchStats((int) stats[5], traces, stats[0], stats[1], stats[2], stats[1], stats[3], stats[4]);
    }

    static int count(int traces) {
        return (traces + SIZE - 1) >>> SHIFT;
    }
}

package io.rubato.storage.internal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The traces of a head that have spans in older heads or blocks, as far as that was looked up, in groups of a few
/// thousand spans. They are only added to. Guarded by whoever looks them up.
public final class LateTraces {
    private final List<Group> groups = new ArrayList<>();
    private int checked;
    private final AtomicInteger spans = new AtomicInteger();
    private final AtomicInteger traces = new AtomicInteger();

    /// Traces of one head that are joined together. Not thread-safe, like the whole.
    public static final class Group {
        private final List<Integer> traces = new ArrayList<>();
        private int spans;
        private int longest;

        /// Whether this is a long trace, which is alone in its group.
        public boolean isLongTrace() {
            return PendingTraces.isLong(longest);
        }

        /// Numbers in the head, in the order they were found.
        public List<Integer> traces() {
            return traces;
        }
    }

    /// Traces below this number were looked up.
    public int checked() {
        return checked;
    }

    public void checked(int traces) {
        checked = traces;
    }

    /// @param spanCount spans that are known of the trace, in all places
    public void add(int trace, int spanCount) {
        boolean isLong = PendingTraces.isLong(spanCount);
        boolean fits = !groups.isEmpty()
                && !isLong
                && !PendingTraces.isLong(groups.getLast().longest)
                && groups.getLast().spans + spanCount <= PendingTraces.GROUP_SPANS;
        if (!fits) {
            groups.add(new Group());
        }
        Group group = groups.getLast();
        group.traces.add(trace);
        group.spans += spanCount;
        group.longest = Math.max(group.longest, spanCount);
        spans.addAndGet(spanCount);
        traces.incrementAndGet();
    }

    public List<Group> groups() {
        return groups;
    }

    /// How many there are. For any thread; may lag behind.
    public int traces() {
        return traces.get();
    }

    /// Spans of its traces that were known when they were found.
    public int spans() {
        return spans.get();
    }
}

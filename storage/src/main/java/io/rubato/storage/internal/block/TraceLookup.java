package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds traces of a block by their ids: through its filter and its index, and where one of these is damaged, by
/// reading the ids of all traces. Safe for concurrent use.
public final class TraceLookup {
    private final BlockSections sections;
    private final @Nullable Section rareFilter;

    TraceLookup(BlockSections sections) {
        this(sections, null);
    }

    private TraceLookup(BlockSections sections, @Nullable Section rareFilter) {
        this.sections = sections;
        this.rareFilter = rareFilter;
    }

    /// The same for a block that is seldom asked: the filter is read each time, past the cache, and neither the footer
    /// nor the index for a trace that does not pass it.
    ///
    /// @param filter where the filter lies in the file; none in a block of the first format
    public TraceLookup rarely(Section filter) {
        return new TraceLookup(sections, filter);
    }

    /// False when the block certainly does not have the trace; a block of the first format does not know.
    boolean mayHave(TraceId id) {
        TraceFilter filter = filter();
        return filter == null || filter.mayHave(id);
    }

    private @Nullable TraceFilter filter() {
        if (rareFilter == null) {
            return sections.traceFilter();
        }
        return rareFilter.isNone() ? null : sections.decode(rareFilter, "filter of trace ids", TraceFilter::read);
    }

    /// The number of a trace, or -1.
    ///
    /// @param damage called with what cannot be read and may have the trace, if it is not found
    public int find(TraceId id, Consumer<DamagedException> damage) {
        try {
            return mayHave(id) ? indexed(id) : -1;
        } catch (DamagedException damaged) {
            return search(id, damage);
        }
    }

    private int indexed(TraceId id) {
        return sections.traceIndex().find(id, trace -> sections.traceId(trace).equals(id));
    }

    /// Takes one of many traces that were looked for.
    @FunctionalInterface
    public interface FoundTrace {
        /// @param index of the id among those that were asked for
        /// @param trace the trace's number in the block
        void found(int index, int trace);
    }

    /// Looks for many traces, for which that is cheaper than one by one.
    public void find(List<TraceId> ids, FoundTrace consumer) {
        TraceFilter filter;
        try {
            filter = filter();
        } catch (DamagedException damaged) {
            filter = null; // reported where it was met
        }
        for (int i = 0; i < ids.size(); i++) {
            TraceId id = ids.get(i);
            if (filter == null || filter.mayHave(id)) {
                int trace = findPassed(id);
                if (trace >= 0) {
                    consumer.found(i, trace);
                }
            }
        }
    }

    private int findPassed(TraceId id) {
        try {
            return indexed(id);
        } catch (DamagedException damaged) {
            return search(id, damage -> {});
        }
    }

    /// Without the index: slow, but one damaged chunk must not make a whole block's traces unfindable.
    private int search(TraceId id, Consumer<DamagedException> damage) {
        int morsels;
        try {
            morsels = sections.morsels();
        } catch (DamagedException damaged) {
            damage.accept(damaged);
            return -1;
        }
        List<DamagedException> met = new ArrayList<>();
        for (int morsel = 0; morsel < morsels; morsel++) {
            try {
                int found = sections.traces(morsel).find(id);
                if (found >= 0) {
                    return sections.firstTrace(morsel) + found;
                }
            } catch (DamagedException damaged) {
                // Another morsel may have the trace.
                met.add(damaged);
            }
        }
        met.forEach(damage);
        return -1;
    }
}

package io.rubato.storage.internal.view;

import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The traces that lie in several blocks, in groups of a few thousand spans. Immutable.
///
/// A group that does not change stays the same object, so that what was joined of it is not joined again.
public record PendingTraces(List<PendingGroup> groups) {
    public static final PendingTraces NONE = new PendingTraces(List.of());

    /// A group has at most so many spans, unless it is one trace.
    public static final int GROUP_SPANS = 8_192;

    /// Smaller groups are put together when there are more than [#MAX_SMALL_GROUPS] of them.
    private static final int SMALL_GROUP_SPANS = GROUP_SPANS / 4;

    private static final int MAX_SMALL_GROUPS = 16;

    /// Whether a trace of so many spans stays alone, for it changes more often than others.
    static boolean isLong(long spans) {
        return spans > GROUP_SPANS / 2;
    }

    public PendingTraces {
        groups = List.copyOf(groups);
    }

    public int traces() {
        int traces = 0;
        for (PendingGroup group : groups) {
            traces += group.size();
        }
        return traces;
    }

    /// Those that have a place in one of some blocks.
    public List<PendingTrace> in(Collection<BlockHandle> blocks) {
        List<PendingTrace> found = new ArrayList<>();
        for (PendingGroup group : groups) {
            if (blocks.stream().anyMatch(group::hasPlaceIn)) {
                for (PendingTrace trace : group.traces()) {
                    if (trace.places().stream().anyMatch(place -> blocks.contains(place.block()))) {
                        found.add(trace);
                    }
                }
            }
        }
        return found;
    }

    /// After blocks have gone: a trace with fewer than two places left waits no more.
    ///
    /// @param successor where what a trace had in those blocks is now, or null when it is nowhere
    public PendingTraces without(Collection<BlockHandle> gone, Function<TraceId, @Nullable InBlock> successor) {
        List<PendingTrace> still = new ArrayList<>();
        List<TraceId> settled = new ArrayList<>();
        for (PendingTrace trace : in(gone)) {
            List<InBlock> places = new ArrayList<>(trace.places());
            places.removeIf(place -> gone.contains(place.block()));
            InBlock now = successor.apply(trace.id());
            if (now != null) {
                places.add(now);
            }
            if (places.size() < 2) {
                settled.add(trace.id());
            } else {
                still.add(new PendingTrace(trace.id(), places));
            }
        }
        return with(still, settled);
    }

    /// With some traces added, or in other places than before, and some removed.
    public PendingTraces with(Collection<PendingTrace> changed, Collection<TraceId> removed) {
        Set<TraceId> gone = new HashSet<>(removed);
        changed.forEach(trace -> gone.add(trace.id()));
        List<PendingGroup> kept = new ArrayList<>();
        List<PendingTrace> loose = new ArrayList<>(changed);
        for (PendingGroup group : groups) {
            if (gone.isEmpty() || !hasAny(group, gone)) {
                kept.add(group);
            } else {
                group.traces().stream()
                        .filter(trace -> !gone.contains(trace.id()))
                        .forEach(loose::add);
            }
        }
        List<PendingGroup> small = kept.stream()
                .filter(group -> group.bounds().spans() < SMALL_GROUP_SPANS)
                .toList();
        if (small.size() > MAX_SMALL_GROUPS) {
            kept.removeAll(small);
            small.forEach(group -> loose.addAll(group.traces()));
        }
        addGroups(loose, kept);
        return new PendingTraces(kept);
    }

    private static boolean hasAny(PendingGroup group, Set<TraceId> ids) {
        for (int i = 0; i < group.size(); i++) {
            if (ids.contains(group.id(i))) {
                return true;
            }
        }
        return false;
    }

    /// Traces of about the same time go together, so that a query of another time needs none of them.
    private static void addGroups(List<PendingTrace> traces, List<PendingGroup> target) {
        record Measured(PendingTrace trace, long start, long spans) {}
        List<Measured> byStart = traces.stream()
                .map(trace -> new Measured(trace, trace.start(), trace.spans()))
                .sorted(Comparator.comparingLong(Measured::start))
                .toList();
        List<PendingTrace> group = new ArrayList<>();
        long spans = 0;
        for (Measured next : byStart) {
            if (isLong(next.spans)) {
                target.add(new PendingGroup(List.of(next.trace)));
                continue;
            }
            if (spans + next.spans > GROUP_SPANS) {
                target.add(new PendingGroup(group));
                group = new ArrayList<>();
                spans = 0;
            }
            group.add(next.trace);
            spans += next.spans;
        }
        if (!group.isEmpty()) {
            target.add(new PendingGroup(group));
        }
    }
}

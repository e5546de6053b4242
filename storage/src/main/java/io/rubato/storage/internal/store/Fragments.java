package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.store.Places.Place;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Traces whose spans lie in more than one head or block, because some came late. In each of those places
/// such a trace is hidden; a joined head, made of all its fragments, stands in for them. So every trace
/// counts once and whole, and no result depends on when blocks were cut.
///
/// Carrying recent traces over makes such traces rare, and merging folds them together again. Safe for
/// concurrent use.
final class Fragments {
    private @Nullable Arrangement last;
    private @Nullable Arrangement prepared;
    private boolean asked = true;
    private boolean preparing;

    /// The sources of a view, each trace counting in exactly one.
    synchronized List<StoredSource> sources(StoreView view) {
        asked = true;
        awaitFirst();
        track(view);
        return sources(view, arrange(view));
    }

    static List<StoredSource> sources(StoreView view, Arrangement arrangement) {
        List<StoredSource> sources = new ArrayList<>();
        addHead(sources, "head", view.live(), arrangement);
        for (int i = view.sealing().size() - 1; i >= 0; i--) {
            addHead(sources, "sealing head", view.sealing().get(i), arrangement);
        }
        Head joined = arrangement.joined();
        if (joined != null) {
            sources.add(new HeadSource("late traces", joined, joined.published(), null));
        }
        for (int i = view.blocks().size() - 1; i >= 0; i--) {
            BlockHandle block = view.blocks().get(i);
            sources.add(block.source().hiding(arrangement.hidden().get(block)));
        }
        return sources;
    }

    /// The first reader after a start has nothing older to read from, and would do again what is being done.
    private void awaitFirst() {
        boolean interrupted = false;
        while (last == null && preparing) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Joins the late traces of a view that is about to be published, or is the first, so that the next reader need
    /// not. Others read on meanwhile. Does nothing while nobody reads.
    void prepare(StoreView next) {
        Set<TraceId> late;
        synchronized (this) {
            if (!asked) {
                return;
            }
            asked = false;
            track(next);
            late = late(next);
            preparing = true;
        }
        Arrangement made = null;
        try {
            made = Arrangement.of(next, late);
        } finally {
            synchronized (this) {
                prepared = made;
                preparing = false;
                notifyAll();
            }
        }
    }

    private Arrangement arrange(StoreView view) {
        if (last != null && last.canGrowTo(view)) {
            last = last.growTo(view);
        } else if (prepared != null && prepared.canGrowTo(view)) {
            last = prepared.growTo(view);
            prepared = null;
        } else {
            last = Arrangement.of(view, late(view));
        }
        return last;
    }

    private static void addHead(List<StoredSource> sources, String name, HeadView view, Arrangement arrangement) {
        if (view.published().rows() > 0) {
            Bits hidden = arrangement.hidden().get(view.state());
            Bits carried = view.carried();
            Bits hiddenOrCarried = hidden == null ? carried : carried == null ? hidden : either(hidden, carried);
            sources.add(new HeadSource(name, view.state().head(), view.published(), hiddenOrCarried));
        }
    }

    private static Bits either(Bits some, Bits others) {
        boolean larger = some.size() >= others.size();
        Bits either = (larger ? some : others).copy();
        either.or(larger ? others : some);
        return either;
    }

    /// Looks up the heads' new traces in everything older.
    private void track(StoreView view) {
        List<HeadView> older = new ArrayList<>();
        for (HeadView head : view.heads()) {
            HeadFragments known = head.state().fragments();
            int from = known.checked();
            int to = head.published().traces();
            if (from < to) {
                Bits late = inOlder(view, older, newTraces(head, from, to));
                for (int i = late.next(0); i >= 0; i = late.next(i + 1)) {
                    known.addLate(from + i);
                }
                known.checked(to);
            }
            known.addHalves();
            older.add(head);
        }
    }

    private static List<TraceId> newTraces(HeadView head, int from, int to) {
        List<TraceId> ids = new ArrayList<>(to - from);
        for (int trace = from; trace < to; trace++) {
            ids.add(head.state().head().traceId(trace));
        }
        return ids;
    }

    private static Bits inOlder(StoreView view, List<HeadView> older, List<TraceId> ids) {
        Bits found = new Bits(ids.size());
        for (HeadView head : older) {
            for (int i = 0; i < ids.size(); i++) {
                int trace = head.state().head().findTrace(ids.get(i), head.published());
                if (trace >= 0 && !head.isCarried(trace)) {
                    found.set(i);
                }
            }
        }
        view.blocks().forEach(block -> block.findTraces(ids, found));
        return found;
    }

    /// The traces that may be in several places of a view. Blocks and heads say so themselves, so the answer
    /// depends on the view alone, however old it is.
    synchronized Set<TraceId> late(StoreView view) {
        Set<TraceId> late = new HashSet<>();
        for (HeadView head : view.heads()) {
            head.state()
                    .fragments()
                    .late()
                    .forEach(trace -> late.add(head.state().head().traceId(trace)));
        }
        view.blocks().forEach(block -> late.addAll(block.late()));
        return late;
    }

    /// The spans of one trace, from wherever they are, or null when there are none.
    static byte @Nullable [] trace(StoreView view, TraceId id) {
        List<Place> places = Places.of(view, id);
        if (places.isEmpty()) {
            return null;
        }
        if (places.size() == 1) {
            return places.get(0).spans();
        }
        Head joined = new Head(IngestLimits.NONE);
        RuntimeException failure = null;
        for (Place place : places) {
            try {
                Arrangement.append(joined, place.spans());
            } catch (DamagedException | UncheckedIOException broken) {
                failure = broken;
            }
        }
        HeadSource source = new HeadSource("late trace", joined, joined.published(), null);
        int trace = source.findTrace(id);
        if (trace < 0 && failure != null) {
            throw failure;
        }
        return OtlpWriter.trace(source, trace);
    }

    /// The same, with what the heads took in since somebody looked.
    synchronized Set<TraceId> lateNow(StoreView view) {
        track(view);
        return late(view);
    }

    /// Which of a head's traces have spans in older heads or blocks. The head takes no more spans.
    synchronized IntPredicate lateIn(StoreView view, HeadState head) {
        track(view);
        return head.fragments()::isLate;
    }

    /// Which traces of blocks that are being merged have spans in heads or in other blocks.
    IntPredicate elsewhere(StoreView view, List<BlockHandle> merged, IntFunction<TraceId> ids) {
        Set<TraceId> late = late(view);
        return trace -> {
            TraceId id = ids.apply(trace);
            return late.contains(id)
                    && Places.of(view, id).stream()
                            .anyMatch(
                                    place -> !(place.owner() instanceof BlockHandle block) || !merged.contains(block));
        };
    }
}

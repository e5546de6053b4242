package io.rubato.query.internal.scan;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryMemory;
import io.rubato.storage.DamagedException;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A query bound to each source: when the first of its batches is visited, and let go of after the last. Some sources
/// are decoded only when their columns or dictionaries are asked for, so one that no batch brings up is left alone.
/// Thread-safe.
public final class Bindings<T extends Bindings.Bound> {
    /// Of an open batch while it is visited, roughly: the columns that a query reads, and what it notes of each row.
    public static final int ROW_BYTES = 64;

    private final List<Slot> slots = new ArrayList<>();
    private final List<Morsel> morsels = new ArrayList<>();
    private final Function<SpanSource, T> binder;
    private final QueryMemory.Claim memory;

    /// A query bound to one source.
    public interface Bound {
        /// The batches that may have something to tell: a superset.
        Bits batches();
    }

    /// Lists the batches by what is known of them without reading. A damaged source is reported and left out.
    ///
    /// @param wanted whether a batch of which this is known may have something to tell; where it refuses the bounds
    ///     of a source, it refuses each of its batches
    /// @param binder throws [DamagedException] when a source cannot be read
    public Bindings(
            List<SpanSource> sources,
            Predicate<BatchStats> wanted,
            Function<SpanSource, T> binder,
            QueryContext context) {
        this.binder = binder;
        this.memory = context.memory();
        for (SpanSource source : sources) {
            try {
                add(source, wanted);
            } catch (DamagedException damage) {
                context.report(damage);
            }
        }
    }

    private void add(SpanSource source, Predicate<BatchStats> wanted) {
        BatchStats bounds = source.bounds();
        if (bounds != null && !wanted.test(bounds)) {
            slots.add(new Slot(source, new Bits(0)));
            return;
        }
        List<Morsel> found = new ArrayList<>();
        Bits batches = new Bits(source.batches());
        for (int b = 0; b < batches.size(); b++) {
            BatchStats stats = source.stats(b);
            if (wanted.test(stats)) {
                batches.set(b);
                found.add(new Morsel(slots.size(), b, stats));
            }
        }
        slots.add(new Slot(source, batches));
        morsels.addAll(found);
    }

    /// The batches to visit, source by source.
    public List<Morsel> morsels() {
        return morsels;
    }

    /// Those that can be read.
    public List<SpanSource> sources() {
        return slots.stream().map(slot -> slot.source).toList();
    }

    public SpanSource source(Morsel morsel) {
        return slots.get(morsel.source()).source;
    }

    /// Whether a batch is known to have nothing to tell, because its source was bound for another and said so.
    public boolean rulesOut(Morsel morsel) {
        return slots.get(morsel.source()).rulesOut(morsel.batch());
    }

    /// Has a batch visited with what is bound to its source. To be called once for each batch.
    ///
    /// @return what the visitor says, or `none` where the batch has nothing to tell
    /// @throws DamagedException when the source cannot be read, for the first of its batches only
    /// @throws io.rubato.query.QueryException when all queries together use too much memory to open it
    public <R> R visit(Morsel morsel, R none, Function<T, R> visitor) {
        Slot slot = slots.get(morsel.source());
        T bound = slot.enter(morsel.batch());
        if (bound == null) {
            return none;
        }
        long bytes = (long) ROW_BYTES * morsel.stats().spans();
        try {
            memory.use(bytes);
            try {
                return visitor.apply(bound);
            } finally {
                memory.release(bytes);
            }
        } finally {
            slot.leave(morsel.batch());
        }
    }

    /// The same without a result.
    ///
    /// @throws DamagedException when the source cannot be read, for the first of its batches only
    public void visit(Morsel morsel, Consumer<T> visitor) {
        boolean _ = visit(morsel, false, bound -> {
            visitor.accept(bound);
            return true;
        });
    }

    /// What is bound to the source of a batch that was visited; bound again if its batches are done.
    ///
    /// @throws DamagedException when the source cannot be read
    public T again(Morsel morsel) {
        return slots.get(morsel.source()).again();
    }

    /// How many batches of each source there are to visit, without those that are known to have nothing to tell.
    public int[] candidates() {
        return slots.stream().mapToInt(slot -> slot.candidates).toArray();
    }

    private final class Slot {
        private final SpanSource source;
        private final Bits left;
        private int candidates;
        private @Nullable T bound;
        private boolean wasBound;

        Slot(SpanSource source, Bits batches) {
            this.source = source;
            this.left = batches;
            this.candidates = batches.count();
        }

        synchronized boolean rulesOut(int batch) {
            return wasBound && !left.get(batch);
        }

        synchronized @Nullable T enter(int batch) {
            if (!wasBound) {
                bind();
            }
            return left.get(batch) ? bound : null;
        }

        private void bind() {
            wasBound = true;
            Bits batches = new Bits(left.size());
            try {
                T made = binder.apply(source.decoded());
                batches = made.batches();
                bound = made;
            } finally {
                left.and(batches);
                candidates = left.count();
                release();
            }
        }

        synchronized void leave(int batch) {
            left.clear(batch);
            release();
        }

        private void release() {
            if (left.isEmpty()) {
                bound = null;
            }
        }

        synchronized T again() {
            T known = bound;
            return known == null ? binder.apply(source.decoded()) : known;
        }
    }
}

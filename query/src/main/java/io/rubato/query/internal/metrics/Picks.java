package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.SpanField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The exemplars of one series: in each of some slots of time the span with the lowest hash, so that the choice is
/// spread evenly and depends on the spans alone. Filled by one thread, then immutable.
final class Picks {
    private final Slots slots;
    private final long[] lowest;
    private final @Nullable Pick[] picks;

    /// Slots of time: two in each interval, or fewer where fewer are asked for.
    ///
    /// @param of the slot of each half of an interval
    @SuppressWarnings("ArrayRecordComponent")
    record Slots(int[] of, int count) {
        static Slots of(int intervals, int wanted) {
            int halves = 2 * intervals;
            int count = Math.min(halves, wanted);
            int[] of = new int[halves];
            for (int i = 0; i < halves; i++) {
                of[i] = (int) ((long) i * count / halves);
            }
            return new Slots(of, count);
        }
    }

    Picks(Slots slots, Budget budget) {
        budget.take(16L * slots.count);
        this.slots = slots;
        this.lowest = new long[slots.count];
        this.picks = new Pick[slots.count];
        Arrays.fill(lowest, Long.MAX_VALUE);
    }

    /// @param series by group
    /// @param of the group of each observation
    static void add(Picks[] series, int[] of, Observations observations, Budget budget) {
        BatchScope scope = observations.batch();
        long[] starts = scope.batch().longs(SpanField.START);
        int[] rows = observations.rows();
        int[] intervals = observations.intervals();
        int[] slots = series[0].slots.of;
        long[][] lowest = new long[series.length][];
        for (int i = 0; i < series.length; i++) {
            lowest[i] = series[i].lowest;
        }
        int[] better = new int[16];
        int count = 0;
        for (int i = 0; i < observations.count(); i++) {
            long hash = hash(starts[rows[i]]);
            int slot = slots[2 * intervals[i] + (int) (hash & 1)];
            long[] known = lowest[of[i]];
            if (hash <= known[slot]) {
                known[slot] = hash;
                better = count == better.length ? Arrays.copyOf(better, 2 * count) : better;
                better[count++] = i;
            }
        }
        for (int j = count - 1; j >= 0; j--) {
            int i = better[j];
            series[of[i]].take(observations, i, starts[rows[i]], budget);
        }
    }

    /// The last bits of a time in nanoseconds are noise, which this spreads over all (the finalizer of MurmurHash3).
    private static long hash(long start) {
        long hash = start;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ hash >>> 33) >>> 1;
    }

    private void take(Observations observations, int i, long start, Budget budget) {
        int interval = observations.intervals()[i];
        long hash = hash(start);
        int slot = slots.of[2 * interval + (int) (hash & 1)];
        if (hash != lowest[slot]) {
            return;
        }
        BatchScope scope = observations.batch();
        int trace = scope.batch().firstTrace() + scope.traceOf()[observations.rows()[i]];
        double value =
                observations.values().length == 0 ? Double.NaN : observations.values()[i];
        Pick pick = new Pick(hash, interval, start, scope.source().traceId(trace), value);
        Pick before = picks[slot];
        if (before == null) {
            budget.take(Pick.BYTES);
        }
        if (before == null || pick.goesBefore(before)) {
            picks[slot] = pick;
        }
    }

    Picks merge(Picks other, Budget budget) {
        Picks both = new Picks(slots, budget);
        for (int slot = 0; slot < picks.length; slot++) {
            Pick mine = picks[slot];
            Pick theirs = other.picks[slot];
            both.picks[slot] = mine == null || (theirs != null && theirs.goesBefore(mine)) ? theirs : mine;
        }
        return both;
    }

    /// By hash, the lowest first.
    List<Pick> chosen() {
        List<Pick> chosen = new ArrayList<>();
        for (Pick pick : picks) {
            if (pick != null) {
                chosen.add(pick);
            }
        }
        chosen.sort((a, b) -> a.goesBefore(b) ? -1 : b.goesBefore(a) ? 1 : 0);
        return chosen;
    }
}

package io.rubato.query.internal.metrics;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.storage.scan.SpanField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The exemplars of one series: in each of some slots of time the span with the lowest hash, so that the choice is
/// spread evenly. Of a batch in which many spans count only some are looked at. Filled by one thread, then immutable.
final class Picks {
    /// As many spans of a batch are looked at, or up to twice as many.
    private static final int LOOKED_AT = 256;

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

    /// @param slots of all series
    /// @param series by group, null for one that has no exemplars
    /// @param of the group of each observation
    static void add(Slots slots, @Nullable Picks[] series, int[] of, Observations observations, Budget budget) {
        BatchScope scope = observations.batch();
        long[] starts = scope.batch().longs(SpanField.START);
        int[] rows = observations.rows();
        int[] intervals = observations.intervals();
        int stride = Math.max(1, observations.count() / LOOKED_AT);
        // Not always the same place in a trace.
        int from = Math.floorMod(scope.number() * 31, stride);
        for (int i = from; i < observations.count(); i += stride) {
            Picks picks = series[of[i]];
            if (picks != null) {
                long start = starts[rows[i]];
                long hash = hash(start);
                int slot = slots.of[2 * intervals[i] + (int) (hash & 1)];
                if (hash <= picks.lowest[slot]) {
                    picks.take(slot, observations, i, new Candidate(hash, start), budget);
                }
            }
        }
    }

    private record Candidate(long hash, long start) {}

    /// The last bits of a time in nanoseconds are noise, which this spreads over all (the finalizer of MurmurHash3).
    private static long hash(long start) {
        long hash = start;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ hash >>> 33) >>> 1;
    }

    private void take(int slot, Observations observations, int i, Candidate candidate, Budget budget) {
        BatchScope scope = observations.batch();
        int[] starts = scope.batch().traceStarts();
        int at = Arrays.binarySearch(
                starts, 0, scope.batch().traces() + 1, observations.rows()[i]);
        double value =
                observations.values().length == 0 ? Double.NaN : observations.values()[i];
        Pick pick = new Pick(
                candidate.hash,
                observations.intervals()[i],
                candidate.start,
                scope.batch().traceId(at < 0 ? -at - 2 : at),
                value);
        Pick before = picks[slot];
        if (before == null) {
            budget.take(Pick.BYTES);
        }
        if (before == null || pick.goesBefore(before)) {
            picks[slot] = pick;
            lowest[slot] = pick.hash();
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

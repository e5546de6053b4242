package io.rubato.server.internal.tenant;

import io.rubato.storage.StoreStatus;
import io.rubato.storage.StoreStatus.Heads;
import io.rubato.storage.StoreStatus.Health;
import io.rubato.storage.StoreStatus.Pieces;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums of what stores hold and have done.
public final class Statuses {
    public static final StoreStatus NOTHING = new StoreStatus(
            null,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            0,
            0,
            0,
            Heads.NONE,
            Pieces.NONE,
            Health.NONE,
            Map.of(),
            Map.of());

    private Statuses() {}

    static StoreStatus sum(List<StoreStatus> statuses) {
        return statuses.stream().reduce(NOTHING, Statuses::sum);
    }

    private static StoreStatus sum(StoreStatus one, StoreStatus other) {
        return new StoreStatus(
                one.readOnly() == null ? other.readOnly() : one.readOnly(),
                one.spans() + other.spans(),
                one.traces() + other.traces(),
                one.blocks() + other.blocks(),
                one.blockBytes() + other.blockBytes(),
                one.headSpans() + other.headSpans(),
                one.headBytes() + other.headBytes(),
                one.walBytes() + other.walBytes(),
                Math.min(one.oldestStart(), other.oldestStart()),
                Math.max(one.newestStart(), other.newestStart()),
                one.spansReceived() + other.spansReceived(),
                one.bytesReceived() + other.bytesReceived(),
                one.duplicates() + other.duplicates(),
                sum(one, one.heads(), other, other.heads()),
                sum(one.pieces(), other.pieces()),
                one.health().and(other.health()),
                sum(one.refused(), other.refused()),
                sum(one.events(), other.events()));
    }

    /// How long spans are held differs from store to store: the least is shown.
    private static Heads sum(StoreStatus one, Heads ofOne, StoreStatus other, Heads ofOther) {
        long spans = one.headSpans() + other.headSpans();
        double seconds = ofOne.secondsHeld() < 0
                ? ofOther.secondsHeld()
                : ofOther.secondsHeld() < 0
                        ? ofOne.secondsHeld()
                        : Math.min(ofOne.secondsHeld(), ofOther.secondsHeld());
        return new Heads(
                ofOne.count() + ofOther.count(),
                spans == 0 ? 0 : (double) (one.headBytes() + other.headBytes()) / spans,
                seconds,
                ofOne.flushesForced() + ofOther.flushesForced());
    }

    private static Pieces sum(Pieces one, Pieces other) {
        return new Pieces(
                one.tracesWaiting() + other.tracesWaiting(),
                one.tracesInHeads() + other.tracesInHeads(),
                Math.max(one.oldestSeconds(), other.oldestSeconds()),
                one.spansFlushed() + other.spansFlushed(),
                one.spansMoved() + other.spansMoved(),
                one.spansMerged() + other.spansMerged());
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}

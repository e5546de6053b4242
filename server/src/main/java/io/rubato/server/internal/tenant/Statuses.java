package io.rubato.server.internal.tenant;

import io.rubato.storage.StoreStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums of what stores hold and have done.
public final class Statuses {
    public static final StoreStatus NOTHING =
            new StoreStatus(null, 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, 0, Map.of(), Map.of());

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
                sum(one.refused(), other.refused()),
                sum(one.events(), other.events()));
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}

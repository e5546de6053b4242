package io.rubato.storage.internal.join;

import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.model.TraceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which traces several stores have in common. It is remembered for each two heads or blocks, so that only what is
/// new is looked up. Not thread-safe.
final class CommonTraces {
    private Map<Pair, Common> known = new HashMap<>();

    /// @param one and `other` as [TraceHolder#key()]
    private record Pair(Object one, Object other) {}

    /// What two holders have in common, as far as that was looked up.
    private static final class Common {
        final Set<TraceId> ids = new HashSet<>();
        int ofOne;
        int ofOther;

        void look(TraceHolder one, TraceHolder other) {
            if (ofOne == 0) {
                ids.addAll(one.traces() <= other.traces() ? one.alsoIn(other, 0) : other.alsoIn(one, 0));
            } else {
                ids.addAll(one.alsoIn(other, ofOne));
                ids.addAll(other.alsoIn(one, ofOther));
            }
            ofOne = one.traces();
            ofOther = other.traces();
        }
    }

    /// The traces that at least two of the views have, dead ones included.
    Set<TraceId> find(List<StoreView> parts) {
        List<List<TraceHolder>> holders = parts.stream().map(TraceHolder::of).toList();
        Map<Pair, Common> still = new HashMap<>();
        Set<TraceId> ids = new HashSet<>();
        for (int i = 0; i < holders.size(); i++) {
            for (List<TraceHolder> others : holders.subList(i + 1, holders.size())) {
                for (TraceHolder one : holders.get(i)) {
                    for (TraceHolder other : others) {
                        Pair pair = new Pair(one.key(), other.key());
                        Common common = known.getOrDefault(pair, new Common());
                        common.look(one, other);
                        still.put(pair, common);
                        ids.addAll(common.ids);
                    }
                }
            }
        }
        known = still;
        return ids;
    }
}

package io.rubato.storage.internal.store;

import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.store.JointView.Part;
import io.rubato.storage.model.TraceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Traces that some stores have in common: hidden in each of them, and joined as those that came late are within one
/// store. Which they are is remembered for each two heads or blocks, so that only what is new is looked up. Safe for
/// concurrent use.
final class JointFragments {
    private Map<Pair, Common> common = new HashMap<>();
    private @Nullable Arrangement last;

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

    /// The sources of all stores, each trace counting in exactly one.
    synchronized List<StoredSource> sources(JointView view, StoreView whole) {
        Arrangement arrangement = last;
        if (arrangement == null || !arrangement.view().equals(whole)) {
            Set<TraceId> several = view.late();
            several.addAll(common(view.parts()));
            arrangement = Arrangement.of(whole, several);
            last = arrangement;
        }
        return Fragments.sources(whole, arrangement);
    }

    private Set<TraceId> common(List<Part> parts) {
        List<List<TraceHolder>> holders =
                parts.stream().map(part -> TraceHolder.of(part.view())).toList();
        Map<Pair, Common> still = new HashMap<>();
        Set<TraceId> ids = new HashSet<>();
        for (int i = 0; i < holders.size(); i++) {
            for (List<TraceHolder> others : holders.subList(i + 1, holders.size())) {
                for (TraceHolder one : holders.get(i)) {
                    for (TraceHolder other : others) {
                        Pair pair = new Pair(one.key(), other.key());
                        Common known = common.getOrDefault(pair, new Common());
                        known.look(one, other);
                        still.put(pair, known);
                        ids.addAll(known.ids);
                    }
                }
            }
        }
        common = still;
        return ids;
    }
}

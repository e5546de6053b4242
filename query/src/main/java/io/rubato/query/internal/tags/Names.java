package io.rubato.query.internal.tags;

import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.internal.scan.Partial;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Names by scope, the first few of each.
record Names(int limit, Map<TagScope, Sorted<String>> scopes, long inspectedBytes) implements Partial<Names> {
    private static final Comparator<String> ORDER = Comparator.naturalOrder();

    static Names none(int limit) {
        return new Names(limit, Map.of(), 0);
    }

    static Names of(int limit, Map<TagScope, TreeSet<String>> names, long inspectedBytes) {
        Map<TagScope, Sorted<String>> scopes = new EnumMap<>(TagScope.class);
        names.forEach((scope, found) -> scopes.put(scope, new Sorted<>(limit, ORDER, found, 0)));
        return new Names(limit, scopes, inspectedBytes);
    }

    /// Those of a scope.
    Collection<String> of(TagScope scope) {
        Sorted<String> found = scopes.get(scope);
        return found == null ? Set.of() : found.values();
    }

    /// In order, without scopes that have none.
    Map<TagScope, List<String>> lists() {
        Map<TagScope, List<String>> lists = new EnumMap<>(TagScope.class);
        scopes.forEach((scope, found) -> {
            if (!found.values().isEmpty()) {
                lists.put(scope, List.copyOf(found.values()));
            }
        });
        return lists;
    }

    @Override
    public Names merge(Names other) {
        Map<TagScope, Sorted<String>> merged = new EnumMap<>(TagScope.class);
        merged.putAll(scopes);
        other.scopes.forEach((scope, found) -> merged.put(
                scope, merged.getOrDefault(scope, Sorted.none(limit, ORDER)).merge(found)));
        return new Names(limit, merged, inspectedBytes + other.inspectedBytes);
    }
}

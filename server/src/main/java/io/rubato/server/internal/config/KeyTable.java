package io.rubato.server.internal.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every path that a file may hold: settings under our name and under Tempo's, sections, and what is ignored.
final class KeyTable {
    static final KeyTable INSTANCE = new KeyTable();

    private final Map<String, Setting<?>> settings = new LinkedHashMap<>();
    private final Map<String, IgnoredKey> ignored = new LinkedHashMap<>();
    private final Set<String> sections = new HashSet<>();
    private final Map<String, Set<String>> children = new HashMap<>();

    /// A setting under one of its paths.
    ///
    /// @param rank 0 for our own path, then Tempo's: the lowest counts where a file has several
    record Setting<T>(Key<T> key, ValueType<T> type, int rank) {}

    private KeyTable() {
        for (Key<?> key : Keys.ALL) {
            addSetting(key);
        }
        for (IgnoredKey key : IgnoredKey.all()) {
            ignored.put(key.path(), key);
            addSections(key.path());
        }
    }

    private <T> void addSetting(Key<T> key) {
        settings.put(key.path(), new Setting<>(key, key.type(), 0));
        addSections(key.path());
        int rank = 1;
        for (Key.Alias<T> alias : key.aliases()) {
            settings.put(alias.path(), new Setting<>(key, alias.type(), rank++));
            addSections(alias.path());
        }
    }

    private void addSections(String path) {
        int dot = path.lastIndexOf('.');
        String parent = dot < 0 ? "" : path.substring(0, dot);
        children.computeIfAbsent(parent, p -> new HashSet<>()).add(path.substring(dot + 1));
        if (dot >= 0) {
            sections.add(parent);
            addSections(parent);
        }
    }

    @Nullable
    Setting<?> setting(String path) {
        return settings.get(path);
    }

    @Nullable
    IgnoredKey ignored(String path) {
        return ignored.get(path);
    }

    boolean isSection(String path) {
        return sections.contains(path);
    }

    /// The section at or above this one that is ignored but for the settings in it, or null.
    @Nullable
    String ignoredSection(String section) {
        if (section.isEmpty() || ignored.containsKey(section)) {
            return section.isEmpty() ? null : section;
        }
        return ignoredSection(section.substring(0, Math.max(0, section.lastIndexOf('.'))));
    }

    /// The known path that an unknown one was most likely meant to be: a sibling that is spelt nearly the same, or a
    /// setting of (nearly) this name in another section.
    @Nullable
    String nearest(String section, String name) {
        String sibling = null;
        int best = tolerance(name) + 1;
        for (String candidate : children.getOrDefault(section, Set.of())) {
            int distance = EditDistance.between(name, candidate);
            if (distance < best || (distance == best && sibling != null && candidate.compareTo(sibling) < 0)) {
                best = distance;
                sibling = candidate;
            }
        }
        if (sibling != null) {
            return section.isEmpty() ? sibling : section + "." + sibling;
        }
        return elsewhere(name);
    }

    private @Nullable String elsewhere(String name) {
        String nearest = null;
        int best = tolerance(name) + 1;
        for (String path : settings.keySet()) {
            int distance = EditDistance.between(name, path.substring(path.lastIndexOf('.') + 1));
            if (distance < best) {
                best = distance;
                nearest = path;
            }
        }
        return nearest;
    }

    private static int tolerance(String name) {
        return Math.max(1, name.length() / 3);
    }
}

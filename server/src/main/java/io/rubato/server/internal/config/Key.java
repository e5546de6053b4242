package io.rubato.server.internal.config;

import io.rubato.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A setting: its path in our file, its type, its component of the tree, and the paths by which Tempo knows it.
///
/// @param path names from the root, joined by dots
/// @param get its value in a configuration
/// @param aliases other paths of it; where a file has several, our own counts, then the first of these
record Key<T>(String path, ValueType<T> type, Function<ServerConfig, T> get, List<Alias<T>> aliases) {

    /// @param type its type under this path, for the unit may be another
    record Alias<T>(String path, ValueType<T> type) {}

    static <T> Key<T> of(String path, ValueType<T> type, Function<ServerConfig, T> get, String... aliases) {
        List<Alias<T>> list = new ArrayList<>();
        for (String alias : aliases) {
            list.add(new Alias<>(alias, type));
        }
        return new Key<>(path, type, get, List.copyOf(list));
    }

    Key<T> withAlias(String alias, ValueType<T> aliasType) {
        List<Alias<T>> list = new ArrayList<>(aliases);
        list.add(new Alias<>(alias, aliasType));
        return new Key<>(path, type, get, List.copyOf(list));
    }

    T defaultValue() {
        return get.apply(ServerConfig.DEFAULT);
    }
}

package io.rubato.server.internal.config;

import io.rubato.server.config.ServerConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/// A configuration as nested maps, in the order of the keys.
final class ConfigForm {
    private ConfigForm() {}

    static Map<String, Object> of(ServerConfig config) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            put(root, key.path(), form(key, config));
        }
        return root;
    }

    /// The settings that differ from the defaults.
    static Map<String, Object> changes(ServerConfig config) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            Object value = form(key, config);
            if (!value.equals(form(key, ServerConfig.DEFAULT))) {
                put(root, key.path(), value);
            }
        }
        return root;
    }

    private static <T> Object form(Key<T> key, ServerConfig config) {
        return key.type().form().apply(key.get().apply(config));
    }

    @SuppressWarnings("unchecked") // every map in it was made here
    private static void put(Map<String, Object> section, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            section.put(path, value);
        } else {
            Object inner = section.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) inner, path.substring(dot + 1), value);
        }
    }
}

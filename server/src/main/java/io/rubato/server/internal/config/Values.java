package io.rubato.server.internal.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The settings that a file holds, each read by its type.
final class Values {
    private final Map<Key<?>, Object> values = new HashMap<>();

    <T> void put(Key<T> key, T value) {
        values.put(key, value);
    }

    <T> T get(Key<T> key) {
        return find(key).orElseGet(key::defaultValue);
    }

    @SuppressWarnings("unchecked") // put admits only values of the key's own type
    <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key));
    }
}

package io.rubato.storage.objects;

import java.io.IOException;

/// A key without an object.
public final class NoSuchObjectException extends IOException {

    private final String key;

    public NoSuchObjectException(String key, ObjectStore store) {
        super("no object " + key + " in " + store);
        this.key = key;
    }

    /// The key that was asked for.
    public String key() {
        return key;
    }
}

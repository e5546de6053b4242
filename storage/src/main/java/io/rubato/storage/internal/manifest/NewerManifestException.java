package io.rubato.storage.internal.manifest;

import java.io.IOException;

/// A manifest of a later format than this program knows. It is whole: nothing may fall back to an older copy.
public final class NewerManifestException extends IOException {

    NewerManifestException(String message) {
        super(message);
    }
}

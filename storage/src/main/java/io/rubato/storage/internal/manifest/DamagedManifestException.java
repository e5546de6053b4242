package io.rubato.storage.internal.manifest;

import java.io.IOException;

/// A manifest that cannot be read. The message says what is wrong with it and what to do.
public final class DamagedManifestException extends IOException {

    DamagedManifestException(String message) {
        super(message);
    }

    DamagedManifestException(String message, Throwable cause) {
        super(message, cause);
    }
}

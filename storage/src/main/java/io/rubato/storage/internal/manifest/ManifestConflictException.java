package io.rubato.storage.internal.manifest;

import java.io.IOException;

/// Another process replaced the manifest: two write to one store. Nothing was changed by the one that gets
/// this.
public final class ManifestConflictException extends IOException {

    ManifestConflictException(String message) {
        super(message);
    }
}

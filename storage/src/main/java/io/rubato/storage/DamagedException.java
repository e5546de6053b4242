package io.rubato.storage;

import java.io.IOException;

/// Stored bytes that are not what was written (a checksum or a length that does not fit), or that could not be read;
/// then the cause is an [IOException]. What lies beside them is still good. The message says which object and where.
public class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedException(String message) {
        super(message);
    }

    public DamagedException(String message, IOException cause) {
        super(message, cause);
    }

    /// Whether reading failed, so that it may succeed another time.
    public boolean isPassing() {
        return getCause() instanceof IOException;
    }
}

package io.rubato.storage;

/// Stored bytes that are not what was written: a checksum or a length that does not fit. What lies beside
/// them is still good. The message says which object and where.
public class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DamagedException(String message) {
        super(message);
    }
}

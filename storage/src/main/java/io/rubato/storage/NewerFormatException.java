package io.rubato.storage;

/// Stored bytes of a later format than this program knows. They are whole: nothing may take them for damage. The
/// message says which object, which format, and what to do.
public final class NewerFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NewerFormatException(String message) {
        super(message);
    }
}

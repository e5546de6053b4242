package io.rubato.server.internal.api;

/// What is asked for is not stored. The message is one line for the user.
public final class NotFound extends RuntimeException {
    public NotFound(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

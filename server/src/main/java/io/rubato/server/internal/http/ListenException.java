package io.rubato.server.internal.http;

/// A port that could not be opened. The message is one line for the user.
public final class ListenException extends RuntimeException {
    public ListenException(String message) {
        super(message, null, false, false);
    }
}

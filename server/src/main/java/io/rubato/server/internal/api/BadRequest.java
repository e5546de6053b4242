package io.rubato.server.internal.api;

/// A request that cannot be answered, by the client's fault. The message is one line for the user.
public final class BadRequest extends RuntimeException {
    public BadRequest(String message) {
        super(message, null, false, false);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}

package io.rubato.server.internal.api;

/// A request that cannot be answered, by the client's fault. The message is one line for the user.
final class BadRequest extends RuntimeException {
    BadRequest(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

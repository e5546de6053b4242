package io.rubato.server.internal.prometheus;

/// A question that is not answered. The message is one line for the user.
final class PromException extends RuntimeException {
    PromException(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}

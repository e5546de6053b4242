package io.rubato.server;

/// A process that cannot start. The message is one line for the user.
public final class StartException extends RuntimeException {
    StartException(String message) {
        super(message, null, false, false);
    }
}

package io.rubato.server.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A port that could not be opened. The message is one line for the user.
public final class ListenException extends RuntimeException {
    public ListenException(String message) {
        super(message, null, false, false);
    }

    /// @param name what was to listen
    public static ListenException of(String name, InetSocketAddress address, Throwable cause) {
        String where = name + ": cannot listen on " + address.getHostString() + ":" + address.getPort() + ": ";
        String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            return new ListenException(where + "the port is in use by another process");
        }
        return new ListenException(where + (cause instanceof IOException ? message : cause.toString()));
    }
}

package io.rubato.server.internal.http;

import java.util.concurrent.CompletableFuture;

/// A port that is open, until whoever opened it closes it.
public interface OpenPort {
    /// The port's number, also when any free one was asked for.
    int port();

    /// Closes the port once requests under way are answered, after a second at most.
    CompletableFuture<Void> close();
}

package io.rubato.server.internal.http;

import io.rubato.server.internal.route.Access;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A port that is open, until whoever opened it closes it.
public interface OpenPort {
    /// The port's number, also when any free one was asked for.
    int port();

    /// What is served, by path or pattern, and who may call it.
    ///
    /// @throws IllegalStateException when something does not declare who may
    Map<String, Access> routes();

    /// Closes the port once requests under way are answered, after a second at most.
    CompletableFuture<Void> close();
}

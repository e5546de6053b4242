package io.rubato.examples.serving.worker;

import io.rubato.examples.serving.plane.PlaneException;
import java.io.IOException;

/// The work of an endpoint.
@FunctionalInterface
interface Handler<T> {
    /// Runs in an engine's thread with `handle_payload` current.
    ///
    /// @throws PlaneException if it cannot be done, which the caller is told
    /// @throws IOException if the caller has gone
    void handle(T request, Job job) throws PlaneException, IOException, InterruptedException;
}

package io.rubato.examples.serving.plane;

import java.util.concurrent.CompletionStage;

/// What a worker does with the requests of one path.
@FunctionalInterface
public interface Endpoint {
    /// Takes a request, to work on it later; returning is the acknowledgement. The request's context is current, with
    /// the span `handle_payload` in it.
    ///
    /// @return completes when the work has ended, well or not, and the span with it
    /// @throws RefusedException if it is not taken
    CompletionStage<?> accept(Envelope envelope) throws RefusedException;
}

package io.rubato.examples.serving.plane;

import io.opentelemetry.context.Context;

/// What a worker does with the requests of one path.
@FunctionalInterface
public interface Endpoint {
    /// Takes a request, to work on it later; returning is the acknowledgement.
    ///
    /// @param caller the trace context and request ids that came with it
    /// @throws RefusedException if it is not taken
    void accept(Context caller, Envelope envelope) throws RefusedException;
}

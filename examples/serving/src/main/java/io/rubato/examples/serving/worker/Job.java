package io.rubato.examples.serving.worker;

import io.opentelemetry.api.trace.Span;
import io.rubato.examples.serving.plane.CallHome;
import io.rubato.examples.serving.plane.PlaneException;

/// A request that a worker has taken.
///
/// @param id the request's id
/// @param span its `handle_payload`
/// @param home where results go
/// @param queued nanoseconds it waited
record Job(String id, Span span, CallHome home, long queued) {
    /// @throws PlaneException if nobody waits for the results
    void checkWanted() throws PlaneException {
        if (home.isCancelled()) {
            throw new PlaneException("cancelled", "the caller has gone away");
        }
    }
}

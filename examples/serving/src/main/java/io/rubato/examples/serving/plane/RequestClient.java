package io.rubato.examples.serving.plane;

/// The caller's end of a request plane. The trace context and request ids of the current [Context] go along. Safe for
/// concurrent use; closed by whoever opened it.
public interface RequestClient extends AutoCloseable {
    /// Hands a request to a worker and waits until it is acknowledged.
    ///
    /// @throws RefusedException if the worker would not take it
    /// @throws UnreachableException if it did not arrive, as far as can be told
    void send(Instance worker, String endpoint, byte[] envelope) throws PlaneException, InterruptedException;

    @Override
    void close();
}

package io.rubato.examples.serving.plane;

/// A request could not be handed to a worker, or nobody said that it arrived: another worker may be tried.
public final class UnreachableException extends PlaneException {
    public UnreachableException(String message, Throwable cause) {
        super("worker_unreachable", message, cause);
    }

    public UnreachableException(String message) {
        super("worker_unreachable", message);
    }
}

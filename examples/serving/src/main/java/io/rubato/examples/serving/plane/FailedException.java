package io.rubato.examples.serving.plane;

/// A worker took a request and failed at it; what it said comes with it.
public final class FailedException extends PlaneException {
    public FailedException(String kind, String message) {
        super(kind, message);
    }
}

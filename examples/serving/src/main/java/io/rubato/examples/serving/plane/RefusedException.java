package io.rubato.examples.serving.plane;

/// A worker would not take a request: it makes no sense, or the queue is full. It is answered instead of being
/// acknowledged; on the wire it is `kind: message`.
public final class RefusedException extends PlaneException {
    public RefusedException(String kind, String message) {
        super(kind, message);
    }

    /// As it is on the wire.
    String line() {
        return kind() + ": " + getMessage();
    }

    static RefusedException parse(String line) {
        int colon = line.indexOf(": ");
        return colon > 0 && line.substring(0, colon).matches("[a-z_]+")
                ? new RefusedException(line.substring(0, colon), line.substring(colon + 2))
                : new RefusedException("refused", line);
    }
}

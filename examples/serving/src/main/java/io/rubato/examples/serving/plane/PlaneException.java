package io.rubato.examples.serving.plane;

/// Why a request got no answer. The kind is what `error.type` says on the spans of both sides.
public class PlaneException extends Exception {
    private final String kind;

    public PlaneException(String kind, String message) {
        super(message);
        this.kind = kind;
    }

    public PlaneException(String kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// A word or two with underscores, `worker_lost` say.
    public final String kind() {
        return kind;
    }
}

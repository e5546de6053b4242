package io.rubato.server.internal.promql;

/// A question that is not answered. The message is one line for the user.
public final class PromException extends RuntimeException {
    private final boolean inData;

    public PromException(String message) {
        this(message, false);
    }

    private PromException(String message, boolean inData) {
        super(message, null, false, false);
        this.inData = inData;
    }

    /// What the question is not to blame for: the series that are there do not fit it.
    static PromException ofData(String message) {
        return new PromException(message, true);
    }

    /// Whether the series are the reason, not the text of the question.
    public boolean isInData() {
        return inData;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}

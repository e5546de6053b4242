package io.rubato.query;

/// A question that cannot be answered: over a limit, or not supported. The message is one line for the user.
public final class QueryException extends RuntimeException {
    private final Reason reason;

    public QueryException(String message) {
        this(Reason.REFUSED, message);
    }

    public QueryException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// Why there is no answer.
    public enum Reason {
        /// The question is at fault.
        REFUSED,
        /// The question or its answer is larger than one may be.
        TOO_LARGE,
        /// All queries together need too much at the moment.
        OVERLOADED,
        /// Nobody waits for the answer any more.
        CANCELLED,
        /// It took too long.
        TIMED_OUT
    }
}

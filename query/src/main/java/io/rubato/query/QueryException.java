package io.rubato.query;

/// A question that cannot be answered: over a limit, or not supported. The message is one line for the user.
public final class QueryException extends RuntimeException {
    public QueryException(String message) {
        super(message, null, false, false);
    }
}

package io.rubato.server.internal.rules;

/// A rule that cannot be, or that gives no numbers this time. The message is one line for the operator.
final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RuleException(String message) {
        super(message, null, false, false);
    }
}

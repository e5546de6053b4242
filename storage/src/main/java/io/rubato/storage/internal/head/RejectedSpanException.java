package io.rubato.storage.internal.head;

/// One span that cannot be kept; its neighbours can. Without a stack trace: senders cause it at will.
final class RejectedSpanException extends RuntimeException {
    private final Rejections.Reason reason;

    RejectedSpanException(Rejections.Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Rejections.Reason reason() {
        return reason;
    }
}

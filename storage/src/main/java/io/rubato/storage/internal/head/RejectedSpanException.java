package io.rubato.storage.internal.head;

/// One span that cannot be kept; its neighbours can. Without a stack trace: senders cause it at will.
final class RejectedSpanException extends RuntimeException {
    private final Rejections.Reason reason;
    private final String text;

    RejectedSpanException(Rejections.Reason reason, String message) {
        super(null, null, false, false);
        this.reason = reason;
        this.text = message;
    }

    @Override
    public String getMessage() {
        return text;
    }

    Rejections.Reason reason() {
        return reason;
    }
}

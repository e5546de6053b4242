package io.rubato.storage;

import java.time.Duration;

/// A request that was refused whole; nothing of it is stored. The message is one line for the sender.
public final class IngestException extends RuntimeException {
    private final Reason reason;
    private final Duration retryAfter;

    public IngestException(Reason reason, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public IngestException(Reason reason, String message) {
        this(reason, message, Duration.ZERO);
    }

    public Reason reason() {
        return reason;
    }

    /// When to try again; zero when trying again is no use.
    public Duration retryAfter() {
        return retryAfter;
    }

    /// Why; a counter is kept for each.
    public enum Reason {
        /// The body is not what it claims to be. Sending it again is no use.
        MALFORMED,
        /// The body, compressed or not, is over its limit. Sending it again is no use.
        TOO_LARGE,
        /// Memory for spans not yet in blocks is used up: 429 or RESOURCE_EXHAUSTED.
        OVERLOADED,
        /// The disk is nearly full or failed: 503 or UNAVAILABLE.
        READ_ONLY,
        /// The store is starting or stopping: 503 or UNAVAILABLE.
        UNAVAILABLE
    }
}

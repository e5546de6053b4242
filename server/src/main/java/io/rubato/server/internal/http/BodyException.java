package io.rubato.server.internal.http;

/// A body that was not taken. The message is one line for the sender.
public final class BodyException extends RuntimeException {
    private final Reason reason;

    BodyException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /// A body that is too large once it is decompressed.
    public static BodyException tooLargeDecompressed(int limit) {
        return new BodyException(
                Reason.TOO_LARGE, "body is over the limit of " + limit + " bytes once it is decompressed");
    }

    /// A body that is not what its headers say.
    public static BodyException malformed(String message) {
        return new BodyException(Reason.MALFORMED, message);
    }

    /// A body that stopped before its end.
    public static BodyException brokenOff(int length, String why) {
        return new BodyException(Reason.BROKEN_OFF, "body ended after " + length + " bytes: " + why);
    }

    public Reason reason() {
        return reason;
    }

    /// What was wrong.
    public enum Reason {
        /// Over the limit for one body; sending it again is no use.
        TOO_LARGE,
        /// Not what it claims to be; sending it again is no use.
        MALFORMED,
        /// Bodies under way take all the memory they may.
        NO_MEMORY,
        /// It stopped before its end: the client went away, or was too slow.
        BROKEN_OFF
    }
}

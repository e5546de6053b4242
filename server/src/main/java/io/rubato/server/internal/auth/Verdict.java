package io.rubato.server.internal.auth;

/// Whether a request may be served.
sealed interface Verdict {
    /// It may.
    record Granted(String name) implements Verdict {}

    /// It may not.
    ///
    /// @param reason one word, for the figures
    /// @param httpStatus and `grpcCode` say it to the client, with the text
    record Refused(String reason, int httpStatus, int grpcCode, String text) implements Verdict {
        private static final int UNAUTHENTICATED = 16;
        private static final int PERMISSION_DENIED = 7;
        private static final int UNAVAILABLE = 14;

        static Refused unauthenticated(String reason, String text) {
            return new Refused(reason, 401, UNAUTHENTICATED, text);
        }

        static Refused forbidden(String text) {
            return new Refused("forbidden", 403, PERMISSION_DENIED, text);
        }

        static Refused busy() {
            return new Refused("busy", 503, UNAVAILABLE, "too many passwords to check at once, try again");
        }
    }
}

package io.rubato.tracing.tcp;

/// What can go wrong with a request: the value of `error.type` on spans and the key of the counters.
public enum TcpFault {
    /// The server would not take the request, or its handler failed.
    REFUSED("refused"),
    /// All workers of the server, or all places on the connections of the client, are taken.
    BUSY("busy"),
    /// The headers are not a JSON object of strings in UTF-8, or have a name twice.
    MALFORMED_HEADERS("malformed_headers"),
    /// What came is no frame. The connection is of no use any more.
    MALFORMED_FRAME("malformed_frame"),
    /// A path, header map or payload over its limit.
    TOO_LARGE("too_large"),
    /// No answer, or no rest of a frame, in time.
    TIMEOUT("timeout"),
    /// The peer went away in the middle.
    CONNECTION_LOST("connection_lost"),
    /// Nobody listens there.
    UNREACHABLE("unreachable"),
    /// This end has been closed.
    CLOSED("closed");

    private final String word;

    TcpFault(String word) {
        this.word = word;
    }

    /// As it stands in attributes and error answers.
    public String word() {
        return word;
    }
}

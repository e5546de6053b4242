package io.rubato.tracing.tcp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A request that was not taken, or of which that is not known. The message is one line: what, and the value if any.
public final class TcpException extends IOException {
    private final TcpFault fault;

    TcpException(TcpFault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    TcpException(TcpFault fault, String message) {
        this(fault, message, null);
    }

    public TcpFault fault() {
        return fault;
    }
}

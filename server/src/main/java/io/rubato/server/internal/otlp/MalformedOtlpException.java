package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.JsonLocation;

/// A body that is not the OTLP it claims to be. The message is one line for the sender: what was found, what was
/// expected, and the byte at which it stands.
public final class MalformedOtlpException extends Exception {
    private static final long serialVersionUID = 1;

    private final long position;

    /// @param problem what was found and what was expected, without the position
    /// @param position offset of the offending byte in the body, from 0; negative if it is not known
    public MalformedOtlpException(String problem, long position) {
        super(position < 0 ? problem : problem + " at byte " + position);
        this.position = position;
    }

    static MalformedOtlpException at(JsonLocation location, String problem) {
        return new MalformedOtlpException(problem, location.getByteOffset());
    }

    /// Offset of the offending byte in the body, from 0; negative if it is not known.
    public long position() {
        return position;
    }
}

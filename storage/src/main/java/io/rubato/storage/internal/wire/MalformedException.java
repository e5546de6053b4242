package io.rubato.storage.internal.wire;

/// Bytes that are not what they claim to be. Thrown without a stack trace: senders cause it at will.
public final class MalformedException extends RuntimeException {
    public MalformedException(String what, int position) {
        super(what + " (at byte " + position + ")", null, false, false);
    }
}

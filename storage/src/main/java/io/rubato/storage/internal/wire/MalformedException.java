package io.rubato.storage.internal.wire;

/// Bytes that are not what they claim to be. Thrown without a stack trace: senders cause it at will.
public final class MalformedException extends RuntimeException {
    private final String text;

    public MalformedException(String what, int position) {
        super(null, null, false, false);
        this.text = what + " (at byte " + position + ")";
    }

    @Override
    public String getMessage() {
        return text;
    }
}

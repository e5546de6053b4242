package io.rubato.traceql;

/// Kind of a span in the order of the OTLP numbers 0 to 5; `toString()` is the keyword of the language.
public enum SpanKind {
    /// Kind 0: not given.
    UNSPECIFIED("unspecified"),
    /// Kind 1.
    INTERNAL("internal"),
    /// Kind 2.
    SERVER("server"),
    /// Kind 3.
    CLIENT("client"),
    /// Kind 4.
    PRODUCER("producer"),
    /// Kind 5.
    CONSUMER("consumer");

    private final String text;

    SpanKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

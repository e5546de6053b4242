package io.rubato.traceql;

/// Status of a span; `toString()` is the keyword of the language.
public enum SpanStatus {
    /// Neither ok nor error was set.
    UNSET("unset"),
    /// Set to ok.
    OK("ok"),
    /// Set to error.
    ERROR("error");

    private final String text;

    SpanStatus(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.rubato.traceql;

/// Where an attribute is looked for; `toString()` is the prefix in front of the name.
public enum Scope {
    /// `.name`: the span first, then its resource.
    UNSCOPED("."),
    /// `span.name`.
    SPAN("span."),
    /// `resource.name`.
    RESOURCE("resource."),
    /// `event.name`.
    EVENT("event."),
    /// `link.name`.
    LINK("link."),
    /// `instrumentation.name`.
    INSTRUMENTATION("instrumentation.");

    private final String prefix;

    Scope(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public String toString() {
        return prefix;
    }
}

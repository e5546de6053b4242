package io.rubato.traceql;

/// `coalesce()`: joins the spansets of a trace into one.
public record Coalesce() implements Stage {
    @Override
    public String toString() {
        return "coalesce()";
    }
}

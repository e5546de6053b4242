package io.rubato.traceql;

/// A function over the spans of a spanset; `toString()` is its name.
public enum AggregateFunction {
    /// Number of spans.
    COUNT("count"),
    /// Largest value.
    MAX("max"),
    /// Smallest value.
    MIN("min"),
    /// Mean of the values.
    AVG("avg"),
    /// Sum of the values.
    SUM("sum");

    private final String text;

    AggregateFunction(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

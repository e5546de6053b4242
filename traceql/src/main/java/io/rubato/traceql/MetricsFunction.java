package io.rubato.traceql;

/// A function that turns spans into time series; `toString()` is its name.
public enum MetricsFunction {
    /// Spans per second.
    RATE("rate"),
    /// Number of spans.
    COUNT_OVER_TIME("count_over_time"),
    /// Smallest value of a field.
    MIN_OVER_TIME("min_over_time"),
    /// Largest value of a field.
    MAX_OVER_TIME("max_over_time"),
    /// Sum of a field.
    SUM_OVER_TIME("sum_over_time"),
    /// Mean of a field.
    AVG_OVER_TIME("avg_over_time"),
    /// Quantiles of a field, one series each.
    QUANTILE_OVER_TIME("quantile_over_time"),
    /// Counts in power-of-two buckets of a field, one series each.
    HISTOGRAM_OVER_TIME("histogram_over_time");

    private final String text;

    MetricsFunction(String text) {
        this.text = text;
    }

    /// Whether the function measures a field, as against counting spans.
    public boolean measures() {
        return this != RATE && this != COUNT_OVER_TIME;
    }

    @Override
    public String toString() {
        return text;
    }
}

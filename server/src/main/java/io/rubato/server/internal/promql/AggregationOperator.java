package io.rubato.server.internal.promql;

/// Aggregations.
enum AggregationOperator {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    GROUP,
    STDDEV,
    STDVAR,
    TOPK,
    BOTTOMK,
    QUANTILE,
    COUNT_VALUES;

    boolean hasParameter() {
        return switch (this) {
            case TOPK, BOTTOMK, QUANTILE, COUNT_VALUES -> true;
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> false;
        };
    }
}

package io.rubato.server.internal.rules;

import io.rubato.traceql.Compare;
import io.rubato.traceql.MetricsExpression;
import io.rubato.traceql.MetricsFunction;
import io.rubato.traceql.MetricsMath;
import io.rubato.traceql.MetricsPipeline;
import io.rubato.traceql.MetricsScalar;
import io.rubato.traceql.OverTime;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.SecondStage;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The TraceQL metrics query of a rule. Two are equal if their text is.
///
/// @param text as it was written
record RuleQuery(String text, Query query) {
    /// @throws RuleException for what is not a metrics query
    static RuleQuery parse(String text) {
        try {
            Query query = TraceQl.parse(text);
            if (query.body() instanceof Pipeline) {
                throw new RuleException("finds spans, expected a metrics query such as { status = error } | rate()");
            }
            return new RuleQuery(text.strip(), query);
        } catch (TraceQlException e) {
            throw new RuleException("is not TraceQL: " + e.getMessage());
        }
    }

    /// Whether it leaves only the series for which something holds.
    boolean hasCondition() {
        List<SecondStage> second = switch (query.body()) {
            case MetricsPipeline pipeline -> pipeline.second();
            case MetricsMath math -> math.second();
            case Pipeline _ -> List.of();
        };
        return second.stream().anyMatch(stage -> stage instanceof SecondStage.Threshold);
    }

    /// The names its series have as labels; empty where that depends on the spans.
    ///
    /// @throws RuleException where two of them are the same
    Optional<Set<String>> labelNames() {
        List<OverTime> leaves = new ArrayList<>();
        boolean fixed = switch (query.body()) {
            case MetricsPipeline pipeline -> collect(pipeline, leaves);
            case MetricsMath math -> collect(math, leaves);
            case Pipeline _ -> false;
        };
        if (!fixed) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        leaves.forEach(leaf -> names.addAll(LabelNames.of(keys(leaf)).values()));
        return Optional.of(names);
    }

    private static boolean collect(MetricsExpression expression, List<OverTime> leaves) {
        return switch (expression) {
            case MetricsScalar _ -> true;
            case MetricsMath math -> collect(math.left(), leaves) && collect(math.right(), leaves);
            case MetricsPipeline pipeline ->
                switch (pipeline.metrics()) {
                    case Compare _ -> false;
                    case OverTime overTime -> leaves.add(overTime);
                };
        };
    }

    private static Set<String> keys(OverTime metrics) {
        Set<String> keys = new LinkedHashSet<>();
        metrics.by().forEach(field -> keys.add(field.toString()));
        if (metrics.function() == MetricsFunction.QUANTILE_OVER_TIME) {
            keys.add("p");
        } else if (metrics.function() == MetricsFunction.HISTOGRAM_OVER_TIME) {
            keys.add("__bucket");
        }
        return keys;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleQuery query && query.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

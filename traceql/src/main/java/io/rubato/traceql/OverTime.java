package io.rubato.traceql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A metrics function with its arguments: `quantile_over_time(duration, 0.9) by(name)`.
///
/// @param function the function
/// @param measured the field it measures; null if it only counts spans
/// @param quantiles at least one for [MetricsFunction#QUANTILE_OVER_TIME], else empty
/// @param by fields to group by, at most 5, or 4 where the function adds a label of its own
public record OverTime(MetricsFunction function, @Nullable Field measured, List<Double> quantiles, List<Field> by)
        implements MetricsStage {

    /// Copies the lists; checks that there is a field exactly when the function measures one.
    public OverTime {
        quantiles = List.copyOf(quantiles);
        by = List.copyOf(by);
        if (function.measures() != (measured != null)) {
            throw new IllegalArgumentException(function + " with field " + measured);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(function).append('(');
        if (measured != null) {
            text.append(measured);
        }
        quantiles.forEach(quantile -> text.append(", ").append(Printer.floating(quantile)));
        text.append(')');
        return by.isEmpty()
                ? text.toString()
                : text.append(" by(").append(Printer.fields(by)).append(')').toString();
    }
}

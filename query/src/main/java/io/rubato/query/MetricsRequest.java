package io.rubato.query;

import io.rubato.traceql.Query;

/// A TraceQL metrics query.
///
/// @param query parsed and validated, with a metrics stage
/// @param steps the time axis; a span counts in the interval it starts in
/// @param exemplars what the query may show, and does show unless its hint `exemplars` says otherwise
/// @param maxSeries at most so many series, the first in order; 0 for no limit
public record MetricsRequest(Query query, TimeSteps steps, Exemplars exemplars, int maxSeries) {
    /// @param exemplars at most so many, whether the query says so or not
    public MetricsRequest(Query query, TimeSteps steps, int exemplars, int maxSeries) {
        this(query, steps, Exemplars.upTo(exemplars), maxSeries);
    }

    /// How many exemplars.
    ///
    /// @param usual unless the query says, at most `most`
    /// @param most whatever the query says
    public record Exemplars(int usual, int most) {
        public static final Exemplars NONE = new Exemplars(0, 0);

        public static Exemplars upTo(int most) {
            return new Exemplars(most, most);
        }
    }
}

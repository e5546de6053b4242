package io.rubato.server.internal.rules;

import java.time.Duration;
import java.util.SortedMap;

/// One rule of a group.
sealed interface Rule {
    /// Of the series or of the alert.
    String name();

    RuleQuery query();

    /// Length of time whose spans an evaluation looks at.
    Duration window();

    /// Keeps the numbers of the query as series of a name.
    ///
    /// @param labels added to those of the query
    record Recording(String name, RuleQuery query, Duration window, SortedMap<String, String> labels) implements Rule {}

    /// Raises an alert for each series that the query leaves.
    ///
    /// @param holds how long the series must be there before the alert fires
    /// @param keepsFiring how long the alert goes on when the series is gone
    /// @param labels added to those of the query
    /// @param annotations what people are told
    record Alerting(
            String name,
            RuleQuery query,
            Duration window,
            Duration holds,
            Duration keepsFiring,
            SortedMap<String, Template> labels,
            SortedMap<String, Template> annotations)
            implements Rule {}
}

package io.rubato.server.internal.rules;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Rules that are evaluated one after the other, at the same times.
///
/// @param interval evaluations are at multiples of it
/// @param offset how long before an evaluation the spans that count have started
/// @param tenants whose spans count, joined by `|`; empty where there are no tenants
/// @param limit most series that a rule may give; 0 for no limit of its own
record RuleGroup(
        Path file, String name, String tenants, Duration interval, Duration offset, int limit, List<Rule> rules) {
    RuleGroup {
        rules = List.copyOf(rules);
    }

    /// What tells it from others, as Prometheus writes it.
    String id() {
        return file + ";" + name;
    }
}

package io.rubato.storage.loop;

/// How a loop fares.
///
/// @param name what it does
/// @param failures how often something in it failed
/// @param ageSeconds how long ago it was last known to be well: a round had ended without failure, or, when it waits
///     for work and the last round did not fail, 0
public record LoopStatus(String name, long failures, double ageSeconds) {
    /// Of two loops that do the same for different stores: all failures, the greater age.
    public LoopStatus and(LoopStatus other) {
        return new LoopStatus(name, failures + other.failures, Math.max(ageSeconds, other.ageSeconds));
    }
}

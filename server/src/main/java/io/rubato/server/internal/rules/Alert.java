package io.rubato.server.internal.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One alert of a rule: what it is, and what has become of it. Guarded by its [Alerts].
final class Alert {
    final LabelSet labels;
    final Instant activeAt;
    LabelSet annotations;
    double value;

    @Nullable
    Instant firedAt;

    @Nullable
    Instant goneAt;

    @Nullable
    Instant resolvedAt;

    @Nullable
    Instant sentAt;

    Alert(LabelSet labels, LabelSet annotations, double value, Instant activeAt) {
        this.labels = labels;
        this.annotations = annotations;
        this.value = value;
        this.activeAt = activeAt;
    }

    /// As people and Prometheus see it, while it is active.
    ///
    /// @param firing it is pending otherwise
    record Shown(LabelSet labels, LabelSet annotations, boolean firing, Instant activeAt, double value) {
        String state() {
            return firing ? "firing" : "pending";
        }
    }

    Shown shown() {
        return new Shown(labels, annotations, firedAt != null, activeAt, value);
    }
}

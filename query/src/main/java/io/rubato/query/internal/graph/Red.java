package io.rubato.query.internal.graph;

import io.rubato.query.Durations;
import io.rubato.query.Exemplar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rate, errors and durations of calls. Mutable until handed on.
final class Red {
    /// What one takes, roughly: two distributions over a few powers of ten.
    static final int BYTES = 8_192;

    long calls;
    long errors;
    long bytes;
    final Durations client = new Durations();
    final Durations server = new Durations();

    private @Nullable Exemplar exemplar;

    /// Whether a span as long as this may become the example.
    boolean wants(long durationNanos) {
        return exemplar == null || durationNanos >= exemplar.durationNanos();
    }

    void offer(Exemplar example) {
        exemplar = exemplar == null ? example : Exemplar.longer(exemplar, example);
    }

    /// The longest of the spans.
    Exemplar exemplar() {
        return Objects.requireNonNull(exemplar, "exemplar");
    }

    void addAll(Red other) {
        if (other.exemplar != null) {
            offer(other.exemplar);
        }
        calls += other.calls;
        errors += other.errors;
        bytes += other.bytes;
        client.addAll(other.client);
        server.addAll(other.server);
    }

    static Red sum(Red a, Red b) {
        Red sum = new Red();
        sum.addAll(a);
        sum.addAll(b);
        return sum;
    }
}

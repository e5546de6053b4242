package io.rubato.query.internal.graph;

import io.rubato.query.Durations;

/// Rate, errors and durations of calls. Mutable until handed on.
final class Red {
    /// What one takes, roughly: two distributions over a few powers of ten.
    static final int BYTES = 8_192;

    long calls;
    long errors;
    final Durations client = new Durations();
    final Durations server = new Durations();

    void addAll(Red other) {
        calls += other.calls;
        errors += other.errors;
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

package io.rubato.server.internal.life;

import io.rubato.server.internal.tenant.Stores;
import java.util.Optional;

/// The process's phase, which receivers and the API read with every request. Safe for concurrent use.
public final class Life {
    private volatile Phase phase = new Phase.Starting("opening the store");

    public Phase phase() {
        return phase;
    }

    /// Once stopping, it stays so.
    public synchronized void move(Phase next) {
        if (!(phase instanceof Phase.Stopping)) {
            phase = next;
        }
    }

    /// The stores, if they are open.
    public Optional<Stores> stores() {
        return phase instanceof Phase.Serving serving ? Optional.of(serving.stores()) : Optional.empty();
    }

    /// Why nothing is served at the moment; empty when it is.
    public String reason() {
        return switch (phase) {
            case Phase.Starting starting -> "starting: " + starting.doing();
            case Phase.Serving serving -> "";
            case Phase.Stopping stopping -> "stopping";
        };
    }
}

package io.rubato.server.internal.life;

import io.rubato.server.internal.tenant.Stores;

/// Where in its life the process is.
public sealed interface Phase {
    /// Ports are open, the store is not.
    ///
    /// @param doing one line, such as `replaying the log`
    record Starting(String doing) implements Phase {}

    record Serving(Stores stores) implements Phase {}

    /// What was taken in is being made safe; nothing new is taken.
    record Stopping() implements Phase {}
}

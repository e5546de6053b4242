package io.rubato.server;

import io.rubato.storage.SpanStore;
import java.io.IOException;

/// Opens the store, which takes as long as the replay of its log takes.
@FunctionalInterface
public interface StoreOpener {
    /// @throws IOException with one line for the user, when it cannot be opened
    SpanStore open() throws IOException;
}

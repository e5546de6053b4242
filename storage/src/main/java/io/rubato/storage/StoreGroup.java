package io.rubato.storage;

import io.rubato.storage.internal.store.DiskStores;
import java.io.IOException;
import java.util.List;

/// Stores of one process that keep apart what they hold and share the memory they hold it in. Safe for concurrent use.
public interface StoreGroup {
    /// @param memory of all stores together
    static StoreGroup of(StoreOptions.Memory memory) {
        return new DiskStores(memory);
    }

    /// Opens the store of a directory on disk and replays its log; takes as long as that takes. Closed by whoever
    /// opened it.
    ///
    /// @param options of which the memory is that of the group
    /// @throws IOException when a directory cannot be used, or another process uses it
    SpanStore open(StoreOptions options) throws IOException;

    /// What several stores hold, as if they were one: a trace with spans in more than one of them counts once and
    /// whole.
    ///
    /// @param stores of this group, each once; not closed
    Snapshot snapshot(List<SpanStore> stores);
}

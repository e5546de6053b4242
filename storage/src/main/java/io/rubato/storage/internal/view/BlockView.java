package io.rubato.storage.internal.view;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A block as it counts in one view.
///
/// @param entry what the manifest says of it
/// @param dead the traces, by number, that do not count here any more; null when there are none, or when the deletion
///     vector could not be read
public record BlockView(
        BlockHandle handle, BlockEntry entry, @Nullable Bits dead) {
    /// The number of a trace that counts here, or -1.
    public int findTrace(TraceId id) {
        return findTrace(id, damage -> {});
    }

    /// The same.
    ///
    /// @param damage is told of what cannot be read and may have the trace
    public int findTrace(TraceId id, Consumer<DamagedException> damage) {
        int trace = handle.source().findTrace(id, damage);
        return trace >= 0 && isLive(trace) ? trace : -1;
    }

    public boolean isLive(int trace) {
        return dead == null || !dead.get(trace);
    }

    /// Whether it is not known which of its traces are dead.
    public boolean isDeadUnknown() {
        return dead == null && entry.vector() != null;
    }
}

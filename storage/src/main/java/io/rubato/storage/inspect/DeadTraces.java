package io.rubato.storage.inspect;

import io.rubato.storage.internal.manifest.VectorRef;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The traces of a block that do not count there any more, for they were moved to another block. Immutable.
public final class DeadTraces {
    static final DeadTraces NONE = new DeadTraces(0, 0, null, null);

    private final long traces;
    private final long spans;
    private final @Nullable Bits bits;
    private final @Nullable IOException failure;

    private DeadTraces(long traces, long spans, @Nullable Bits bits, @Nullable IOException failure) {
        this.traces = traces;
        this.spans = spans;
        this.bits = bits;
        this.failure = failure;
    }

    static DeadTraces of(VectorRef vector, @Nullable Bits bits) {
        return new DeadTraces(vector.traces(), vector.spans(), bits, null);
    }

    static DeadTraces unreadable(VectorRef vector, IOException failure) {
        return new DeadTraces(vector.traces(), vector.spans(), null, failure);
    }

    /// How many there are, as the manifest says.
    public long traces() {
        return traces;
    }

    /// How many spans they have, as the manifest says.
    public long spans() {
        return spans;
    }

    /// Their numbers in the block, null when there are none.
    ///
    /// @throws IOException when the deletion vector cannot be read or is damaged
    @Nullable
    Bits bits() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return bits;
    }

    boolean isUnreadable() {
        return failure != null;
    }

    /// Whether a trace counts in the block; true when that cannot be read.
    boolean isLive(int trace) {
        return bits == null || !bits.get(trace);
    }
}

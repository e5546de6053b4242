package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;

/// The traces of a morsel. Immutable.
///
/// @param rows how many spans each trace has
/// @param starts the start of each trace
/// @param ids 16 bytes each
record MorselTraces(int[] rows, long[] starts, byte[] ids) {
    static MorselTraces read(Wire wire, int count) {
        int[] rows = new Ints().read(wire, count);
        long[] starts = new Longs().read(wire, count);
        wire.advance(16 * count);
        return new MorselTraces(
                rows, starts, Arrays.copyOfRange(wire.bytes(), wire.position() - 16 * count, wire.position()));
    }

    TraceId id(int index) {
        return TraceId.of(ids, 16 * index);
    }

    /// The position of a trace, or -1.
    int find(TraceId id) {
        for (int i = 0; i < rows.length; i++) {
            if (id(i).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    long size64() {
        return 28L * rows.length;
    }
}

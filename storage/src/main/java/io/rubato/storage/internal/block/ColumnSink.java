package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import java.util.Arrays;

/// The chunks of one column, one for each morsel, one after another. A morsel without values has an empty
/// chunk.
final class ColumnSink {
    private final ByteSink bytes = new ByteSink(4096);
    private int[] lengths = new int[64];
    private int morsels;
    private int mark;

    /// Where the next chunk's content goes, until [#end()].
    ByteSink start() {
        mark = Chunks.start(bytes);
        return bytes;
    }

    void end() {
        addLength(Chunks.end(bytes, mark));
    }

    private void addLength(int length) {
        if (morsels == lengths.length) {
            lengths = Arrays.copyOf(lengths, morsels * 2);
        }
        lengths[morsels++] = length;
    }

    /// Adds empty chunks up to `morsels`, for a column that first occurs late or is absent from some.
    void padTo(int morsels) {
        while (this.morsels < morsels) {
            addLength(0);
        }
    }

    ByteSink bytes() {
        return bytes;
    }

    int[] lengths() {
        return Arrays.copyOf(lengths, morsels);
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;

/// Where a chunk lies in a block file; length 0 for none.
record Section(long offset, int length) {
    static final Section NONE = new Section(0, 0);

    void write(ByteSink sink) {
        sink.varint(offset);
        sink.varint(length);
    }

    static Section read(Wire wire) {
        return new Section(wire.varint(), Chunks.checkSize(wire.varint()));
    }

    boolean isNone() {
        return length == 0;
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;

/// Where a chunk lies in a block file; length 0 for none.
public record Section(long offset, int length) {
    static final Section NONE = new Section(0, 0);

    void write(ByteSink sink) {
        sink.varint(offset);
        sink.varint(length);
    }

    static Section read(Wire wire) {
        long offset = wire.varint();
        int length = Chunks.checkSize(wire.varint());
        return length == 0 ? NONE : new Section(offset, length);
    }

    boolean isNone() {
        return length == 0;
    }
}

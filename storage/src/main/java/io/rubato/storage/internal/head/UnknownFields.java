package io.rubato.storage.internal.head;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;

/// Keeps fields that this version does not know as they came, so that a newer client gets back what it
/// sent.
final class UnknownFields {
    private UnknownFields() {}

    /// Copies the field whose tag was just read.
    static void keep(Wire wire, int tag, ByteSink target) {
        int start = wire.position();
        wire.skip(tag);
        target.varint(tag & 0xFFFF_FFFFL);
        target.put(wire.bytes(), start, wire.position() - start);
    }
}

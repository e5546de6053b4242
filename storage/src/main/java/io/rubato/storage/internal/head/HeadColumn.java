package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The values of one column of a head. A row holds a slot: a code of the dictionary for coded types, an
/// index into the longs for numbers, the value itself for booleans, nothing for EMPTY.
final class HeadColumn {
    final int number;
    final ColumnId id;
    final byte[] keyBytes;
    final ValueType type;
    private final @Nullable HeadDictionary dictionary;
    private final @Nullable LongChunks longs;

    HeadColumn(int number, ColumnId id) {
        this.number = number;
        this.id = id;
        this.keyBytes = id.key().getBytes(StandardCharsets.UTF_8);
        this.type = id.type();
        this.dictionary = type.isCoded() ? new HeadDictionary() : null;
        this.longs = type == ValueType.INT || type == ValueType.DOUBLE ? new LongChunks() : null;
    }

    boolean isKey(byte[] bytes, int offset, int length) {
        return keyBytes.length == length && Wire.isEqual(keyBytes, 0, bytes, offset, length);
    }

    HeadDictionary dictionary() {
        return Objects.requireNonNull(dictionary, "dictionary");
    }

    /// Stores a number and returns its slot.
    int add(long value) {
        if (longs == null) {
            return (int) value;
        }
        longs.add(value);
        return longs.size() - 1;
    }

    /// The number that a slot stands for.
    long value(int slot) {
        return longs == null ? slot : longs.get(slot);
    }

    void publish() {
        if (dictionary != null) {
            dictionary.publish();
        }
    }

    boolean isEqual(int slot, int other) {
        if (slot == other) {
            return true;
        }
        return dictionary == null
                ? longs != null && longs.get(slot) == longs.get(other)
                : dictionary.isUnique() && dictionary.isEqual(slot, other);
    }

    long bytes() {
        return (dictionary == null ? 0 : dictionary.bytes()) + (longs == null ? 0 : longs.bytes()) + 256;
    }
}

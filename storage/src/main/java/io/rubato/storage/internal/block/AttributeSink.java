package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One attribute column of a block in the making: collects the slots of a morsel's rows and encodes them at
/// its end.
final class AttributeSink {
    /// Columns of more distinct values have a dictionary in each morsel instead of one for the block.
    static final int MAX_BLOCK_CODES = 8192;

    /// So do those whose distinct values are more bytes.
    static final int MAX_BLOCK_BYTES = 8 << 20;

    private static final int WIDE_BYTES = 512;

    private final SlotValues values;
    private final Encoders encoders;
    private final ColumnSink chunks = new ColumnSink();
    private final @Nullable DictionarySink dictionary;
    private final @Nullable ValueIndexSink index;
    private final boolean wide;
    private int[] slots = new int[256];
    private int count;
    private int total;
    private int[] seen = new int[0];
    private int[] localCodes = new int[0];

    AttributeSink(SlotValues values, Encoders encoders) {
        this.values = values;
        this.encoders = encoders;
        boolean coded = values.id().type().isCoded();
        boolean shared = coded && (isSmall(values) || values.id().rare() != null);
        this.wide = coded && values.bytes() / Math.max(1, values.codes()) >= WIDE_BYTES;
        this.dictionary = shared ? new DictionarySink(values.codes()) : null;
        this.index = coded && !shared ? new ValueIndexSink() : null;
        if (index != null) {
            seen = new int[values.codes()];
            localCodes = new int[values.codes()];
        }
    }

    private static boolean isSmall(SlotValues values) {
        return values.codes() <= MAX_BLOCK_CODES && values.bytes() <= MAX_BLOCK_BYTES;
    }

    ColumnId id() {
        return values.id();
    }

    ColumnSink chunks() {
        return chunks;
    }

    @Nullable
    DictionarySink dictionary() {
        return dictionary;
    }

    @Nullable
    ValueIndexSink index() {
        return index;
    }

    /// Values in the whole block.
    int total() {
        return total;
    }

    /// Adds a value and returns its bytes when the column is one of long values, else 0.
    int add(int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
        }
        slots[count++] = slot;
        return wide ? values.length(slot) : 0;
    }

    /// Encodes what was added since the last morsel.
    void endMorsel(int morsel) {
        if (count == 0) {
            return;
        }
        chunks.padTo(morsel);
        ByteSink sink = chunks.start();
        sink.varint(count);
        if (dictionary != null) {
            writeShared(dictionary, morsel, sink);
        } else if (index != null) {
            writeLocal(index, morsel, sink);
        } else {
            long[] longs = encoders.longBuffer(count);
            for (int i = 0; i < count; i++) {
                longs[i] = values.number(slots[i]);
            }
            encoders.longs().write(longs, count, sink);
        }
        chunks.end();
        total += count;
        count = 0;
    }

    private void writeShared(DictionarySink shared, int morsel, ByteSink sink) {
        for (int i = 0; i < count; i++) {
            int code = slots[i];
            slots[i] = shared.code(code, values.page(code), values.offset(code), values.length(code), morsel);
        }
        encoders.ints().write(slots, count, sink);
    }

    private void writeLocal(ValueIndexSink values, int morsel, ByteSink sink) {
        ByteSink strings = encoders.strings();
        strings.reset();
        int[] lengths = encoders.intBuffer(count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            int code = slots[i];
            if (seen[code] != morsel + 1) {
                seen[code] = morsel + 1;
                localCodes[code] = distinct;
                lengths[distinct++] = this.values.length(code);
                strings.put(this.values.page(code), this.values.offset(code), this.values.length(code));
                values.add(
                        Hashing.hash(this.values.page(code), this.values.offset(code), this.values.length(code)),
                        morsel);
            }
            slots[i] = localCodes[code];
        }
        ByteStrings.write(strings, lengths, distinct, encoders.ints(), sink);
        sink.put(distinct == count ? 1 : 0);
        if (distinct < count) {
            encoders.ints().write(slots, count, sink);
        }
    }
}

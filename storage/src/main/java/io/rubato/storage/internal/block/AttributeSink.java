package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.ResidueKey;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One attribute column of a block in the making: collects the slots of a morsel's rows and encodes them at
/// its end.
final class AttributeSink {
    /// Columns of more distinct values have a dictionary in each morsel instead of one for the block.
    static final int MAX_BLOCK_CODES = 8192;

    private final SlotValues values;
    private final Encoders encoders;
    private final ColumnSink chunks = new ColumnSink();
    private final @Nullable DictionarySink dictionary;
    private final @Nullable ValueIndexSink index;
    private int[] slots = new int[256];
    private int count;
    private int total;
    private int[] seen = new int[0];
    private int[] localCodes = new int[0];

    AttributeSink(SlotValues values, Encoders encoders) {
        this.values = values;
        this.encoders = encoders;
        boolean coded = values.id().type().isCoded();
        boolean shared =
                coded && (values.codes() <= MAX_BLOCK_CODES || values.id().rare() != null);
        this.dictionary = shared ? new DictionarySink(values.codes()) : null;
        this.index = coded && !shared ? new ValueIndexSink() : null;
        if (index != null) {
            seen = new int[values.codes()];
            localCodes = new int[values.codes()];
        }
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

    void add(int slot) {
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
        }
        slots[count++] = slot;
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

    /// A value is found by itself, an attribute in the residue by its key.
    private long hash(int code) {
        byte[] page = values.page(code);
        int offset = values.offset(code);
        int length = values.length(code);
        return id().isResidue() ? ResidueKey.hash(page, offset, length) : Hashing.hash(page, offset, length);
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
                values.add(hash(code), morsel);
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

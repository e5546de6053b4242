package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;

/// Says which traces a block certainly does not have, in 18 bits a trace. One trace in 65,536 that is not there passes
/// all the same. Immutable.
final class TraceFilter {
    private final FuseTable table;

    private TraceFilter(FuseTable table) {
        this.table = table;
    }

    /// A filter of the first `count` ids. Ids that occur twice are allowed.
    static TraceFilter of(TraceId[] ids, int count) {
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(ids[i]);
        }
        return new TraceFilter(FuseTable.of(distinct(hashes)));
    }

    /// Sorts hashes in place and returns each once.
    static long[] distinct(long[] hashes) {
        Arrays.sort(hashes);
        long[] distinct = new long[hashes.length];
        int count = 0;
        for (int i = 0; i < hashes.length; i++) {
            if (i == 0 || hashes[i] != hashes[i - 1]) {
                distinct[count++] = hashes[i];
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    static long hash(TraceId id) {
        return Hashing.hash(id.high(), id.low());
    }

    /// False when the trace is certainly not among those that the filter was made of.
    boolean mayHave(TraceId id) {
        return table.label(hash(id)) != FuseTable.MISSING;
    }

    void write(ByteSink sink) {
        table.write(sink);
    }

    static TraceFilter read(Wire wire) {
        return new TraceFilter(FuseTable.read(wire, 0));
    }

    /// Memory held, bytes, roughly.
    long size64() {
        return table.size64();
    }
}

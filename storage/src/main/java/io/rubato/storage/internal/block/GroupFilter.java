package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;
import java.util.List;

/// Says of a group of blocks which one may have a trace, in 18 bits a trace. One trace in 2,048 that none of them has
/// passes all the same, for any one of the blocks. Immutable.
public final class GroupFilter {
    /// So many blocks at most share a filter.
    public static final int MAX_BLOCKS = 31;

    /// No block has the trace.
    public static final int NONE = FuseTable.MISSING;

    /// Any of the blocks may have the trace: several had it when the filter was made.
    public static final int SEVERAL = MAX_BLOCKS;

    private static final int LABEL_BITS = 5;

    private final FuseTable table;

    private GroupFilter(FuseTable table) {
        this.table = table;
    }

    /// A filter of the traces of blocks.
    ///
    /// @param hashes for each block those of its traces' ids, as [BlockSource#traceHashes()] gives them; at most
    ///     [#MAX_BLOCKS] blocks
    public static GroupFilter of(List<long[]> hashes) {
        if (hashes.size() > MAX_BLOCKS) {
            throw new IllegalArgumentException(hashes.size() + " blocks (expected: at most " + MAX_BLOCKS + ")");
        }
        long[] all = TraceFilter.distinct(
                hashes.stream().flatMapToLong(Arrays::stream).toArray());
        byte[] labels = new byte[all.length];
        Arrays.fill(labels, (byte) NONE);
        for (int block = 0; block < hashes.size(); block++) {
            for (long hash : hashes.get(block)) {
                int at = Arrays.binarySearch(all, hash);
                labels[at] = (byte) (labels[at] == NONE || labels[at] == block ? block : SEVERAL);
            }
        }
        return new GroupFilter(FuseTable.of(all, labels, LABEL_BITS));
    }

    /// The position of the only block that may have the trace, [#SEVERAL], or [#NONE].
    public int blockOf(TraceId id) {
        return blockOf(TraceFilter.hash(id));
    }

    /// The same for an id's hash, as [BlockSource#traceHashes()] gives it.
    public int blockOf(long hash) {
        return table.label(hash);
    }

    void write(ByteSink sink) {
        table.write(sink);
    }

    static GroupFilter read(Wire wire) {
        return new GroupFilter(FuseTable.read(wire, LABEL_BITS));
    }

    /// Memory held, bytes, roughly.
    public long size64() {
        return table.size64();
    }
}

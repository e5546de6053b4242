package io.rubato.query.internal.graph;

import io.rubato.query.QueryException;
import io.rubato.query.QueryException.Reason;
import io.rubato.query.QueryMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// Figures by keys. Not thread-safe.
final class RedTable {
    private final LongTable places = new LongTable();
    private final List<Red> all = new ArrayList<>();
    private final int most;
    private final QueryMemory.Claim memory;

    /// @param memoryBytes what the figures may take
    /// @param memory of the query
    RedTable(long memoryBytes, QueryMemory.Claim memory) {
        this.memory = memory;
        this.most = Math.clamp(memoryBytes / Red.BYTES, 1, Integer.MAX_VALUE);
    }

    /// @throws QueryException when there are too many
    Red at(long key) {
        int place = places.place(key);
        if (place == all.size()) {
            if (place == most) {
                throw new QueryException(
                        Reason.TOO_LARGE,
                        "more than " + most
                                + " services, operations or calls between services (expected: a shorter range or a filter)");
            }
            memory.use(Red.BYTES);
            all.add(new Red());
        }
        return all.get(place);
    }

    <K> Map<K, Red> byKey(LongFunction<K> unpacked) {
        Map<K, Red> found = new HashMap<>();
        long[] keys = places.keys();
        for (int i = 0; i < keys.length; i++) {
            found.put(unpacked.apply(keys[i]), all.get(i));
        }
        return found;
    }
}

package io.rubato.storage.internal.join;

import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.view.Place;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the spans of many places, each batch once: of a block it costs nearly the same for one trace as for all of a
/// batch's traces. Used once.
public final class PieceReader {
    private final MemoryUse memory;
    private final Map<Object, StoredSource> sources = new LinkedHashMap<>();
    private final Map<Object, NavigableMap<Integer, Place>> wanted = new HashMap<>();
    private final Map<Place, byte[]> pieces = new HashMap<>();
    private @Nullable DamagedException failure;

    private PieceReader(List<? extends Place> places, MemoryUse memory) {
        this.memory = memory;
        for (Place place : places) {
            sources.computeIfAbsent(place.owner(), owner -> place.source());
            wanted.computeIfAbsent(place.owner(), owner -> new TreeMap<>()).put(place.trace(), place);
        }
    }

    /// What was read.
    ///
    /// @param spans of each place a serialized `TracesData`; places that are damaged are missing
    /// @param failure the first one, or null when everything could be read
    public record Pieces(Map<Place, byte[]> spans, @Nullable DamagedException failure) {}

    public static Pieces read(List<? extends Place> places) {
        return read(places, MemoryUse.UNCOUNTED);
    }

    /// The same.
    ///
    /// @param memory counts what reading takes, and the pieces, which the caller releases
    public static Pieces read(List<? extends Place> places, MemoryUse memory) {
        PieceReader reader = new PieceReader(places, memory);
        reader.sources.forEach(
                (owner, source) -> reader.read(source, reader.wanted.getOrDefault(owner, new TreeMap<>())));
        return new Pieces(reader.pieces, reader.failure);
    }

    private void read(StoredSource source, NavigableMap<Integer, Place> places) {
        StoredBatch open = null;
        int batch = -1;
        for (Map.Entry<Integer, Place> entry : places.entrySet()) {
            int trace = entry.getKey();
            try {
                if (open == null || source.batchOf(trace) != batch) {
                    batch = source.batchOf(trace);
                    Integer next = places.higherKey(trace);
                    boolean alone = next == null || source.batchOf(next) != batch;
                    open = alone ? source.openTrace(trace) : source.open(batch);
                }
                int index = trace - open.firstTrace();
                byte[] spans = OtlpWriter.bytes(open, open.traceStarts()[index], open.traceStarts()[index + 1], memory);
                memory.use(spans.length);
                pieces.put(entry.getValue(), spans);
            } catch (DamagedException broken) {
                failure = failure == null ? broken : failure;
                open = null;
            }
        }
    }
}

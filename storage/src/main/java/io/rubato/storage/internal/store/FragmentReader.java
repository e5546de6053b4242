package io.rubato.storage.internal.store;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Reads many traces of many sources, each batch once: of a block it costs the same for one trace as for all of
/// its traces. Used once.
final class FragmentReader {
    private final Map<Object, StoredSource> sources = new LinkedHashMap<>();
    private final Map<Object, TreeSet<Integer>> wanted = new HashMap<>();

    /// Asks for a trace of a source, which is told from others by its owner.
    void add(Object owner, StoredSource source, int trace) {
        sources.putIfAbsent(owner, source);
        wanted.computeIfAbsent(owner, key -> new TreeSet<>()).add(trace);
    }

    /// The spans of each trace, a part for each source; parts that are damaged are missing.
    Map<TraceId, List<byte[]>> read() {
        Map<TraceId, List<byte[]>> found = new HashMap<>();
        sources.forEach((owner, source) -> read(source, wanted.getOrDefault(owner, new TreeSet<>()), found));
        return found;
    }

    private static void read(StoredSource source, NavigableSet<Integer> traces, Map<TraceId, List<byte[]>> found) {
        StoredBatch open = null;
        int batch = -1;
        for (int trace : traces) {
            try {
                if (open == null || source.batchOf(trace) != batch) {
                    batch = source.batchOf(trace);
                    Integer next = traces.higher(trace);
                    boolean alone = next == null || source.batchOf(next) != batch;
                    open = alone ? source.openTrace(trace) : source.open(batch);
                }
                int index = trace - open.firstTrace();
                ByteSink spans = new ByteSink(4096);
                OtlpWriter.write(open, open.traceStarts()[index], open.traceStarts()[index + 1], spans);
                found.computeIfAbsent(source.traceId(trace), id -> new ArrayList<>())
                        .add(spans.toByteArray());
            } catch (DamagedException | UncheckedIOException broken) {
                open = null;
            }
        }
    }
}

package io.rubato.storage;

import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Everything that is stored at one moment. Blocks that are merged or deleted meanwhile stay readable until
/// [#close()]. Safe for concurrent readers; close it once, by whoever took it.
public interface Snapshot extends AutoCloseable {
    /// The sources, each trace counting in exactly one of them, newest data first.
    List<SpanSource> sources();

    /// The whole trace as a serialized OTLP `TracesData` (`repeated ResourceSpans resource_spans = 1`), or
    /// null when it is not stored. Spans are grouped by resource and scope; every field is as it was
    /// received.
    ///
    /// @param memory counts what reading takes, and may refuse it; nothing of it once this has returned
    /// @param damage called with everything that cannot be read and may have spans of the trace
    /// @throws DamagedException when nothing of the trace can be read that is known to be there
    byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage);

    /// The same without a count of memory, and without a word on what is missing.
    default byte @Nullable [] trace(TraceId id) {
        return trace(id, MemoryUse.UNCOUNTED, damage -> {});
    }

    @Override
    void close();
}

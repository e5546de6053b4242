package io.rubato.storage;

import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that is stored at one moment. Blocks that are merged or deleted meanwhile stay readable until
/// [#close()]. Safe for concurrent readers; close it once, by whoever took it.
public interface Snapshot extends AutoCloseable {
    /// The sources, each trace counting in exactly one of them, newest data first.
    List<SpanSource> sources();

    /// The whole trace as a serialized OTLP `TracesData` (`repeated ResourceSpans resource_spans = 1`), or
    /// null when it is not stored. Spans are grouped by resource and scope; every field is as it was
    /// received.
    byte @Nullable [] trace(TraceId id);

    /// The same.
    ///
    /// @param memory counts what reading takes, and may refuse it; nothing of it once this has returned
    default byte @Nullable [] trace(TraceId id, MemoryUse memory) {
        return trace(id);
    }

    @Override
    void close();
}

package io.rubato.query.memory;

import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

public record MemorySnapshot(List<SpanSource> sources) implements Snapshot {
    @Override
    public byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
        throw new UnsupportedOperationException("trace by id");
    }

    @Override
    public void close() {}
}

package io.rubato.query.memory;

import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Another source that counts how often it is asked for what a source that is decoded on demand has to decode for.
///
/// @param decodings how often
/// @param listings how often it is asked for its batches, which a block has to read its footer for
public record CountingSource(SpanSource source, AtomicInteger decodings, AtomicInteger listings) implements SpanSource {
    public CountingSource(SpanSource source) {
        this(source, new AtomicInteger(), new AtomicInteger());
    }

    private SpanSource decode() {
        decodings.incrementAndGet();
        return source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int batches() {
        listings.incrementAndGet();
        return source.batches();
    }

    @Override
    public BatchStats bounds() {
        return source.stats(0);
    }

    @Override
    public BatchStats stats(int batch) {
        return source.stats(batch);
    }

    @Override
    public boolean hidesRows() {
        return source.hidesRows();
    }

    @Override
    public Arrivals arrivals() {
        return source.arrivals();
    }

    @Override
    public Batch open(int batch) {
        return decode().open(batch);
    }

    @Override
    public List<Origin> origins() {
        return decode().origins();
    }

    @Override
    public Dictionary dictionary(CodedField field) {
        return decode().dictionary(field);
    }

    @Override
    public List<Column> columns(AttributeLevel level, String key) {
        return decode().columns(level, key);
    }

    @Override
    public List<Column> columns(AttributeLevel level) {
        return decode().columns(level);
    }

    @Override
    public @Nullable Column residue(AttributeLevel level) {
        return decode().residue(level);
    }

    @Override
    public TraceId traceId(int trace) {
        return source.traceId(trace);
    }

    @Override
    public int findTrace(TraceId id) {
        return source.findTrace(id);
    }

    @Override
    public int batchOf(int trace) {
        return source.batchOf(trace);
    }

    @Override
    public long bytes() {
        return source.bytes();
    }
}

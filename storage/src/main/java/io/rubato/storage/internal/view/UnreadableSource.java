package io.rubato.storage.internal.view;

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

/// Stands for a block that cannot be read: one batch with the bounds that the manifest gives, which a query comes to if
/// the block might have something for it, and is then told that it cannot be read. Immutable.
public final class UnreadableSource implements SpanSource {
    private final UnreadableBlock block;
    private final BatchStats stats;

    public UnreadableSource(UnreadableBlock block) {
        this.block = block;
        this.stats = new BatchStats(
                (int) Math.min(Integer.MAX_VALUE, block.entry().spans()),
                (int) Math.min(Integer.MAX_VALUE, block.entry().traces()),
                block.entry().minStartNanos(),
                block.entry().maxEndNanos(),
                block.entry().maxEndNanos(),
                block.entry().maxTraceStartNanos(),
                0,
                Long.MAX_VALUE);
    }

    @Override
    public String name() {
        return block.entry().id().toString();
    }

    @Override
    public int batches() {
        return 1;
    }

    @Override
    public BatchStats stats(int batch) {
        return stats;
    }

    @Override
    public SpanSource decoded() {
        throw block.damage();
    }

    @Override
    public boolean hidesRows() {
        return false;
    }

    @Override
    public Arrivals arrivals() {
        return Arrivals.NONE;
    }

    @Override
    public Batch open(int batch) {
        throw block.damage();
    }

    @Override
    public List<Origin> origins() {
        throw block.damage();
    }

    @Override
    public Dictionary dictionary(CodedField field) {
        throw block.damage();
    }

    @Override
    public List<Column> columns(AttributeLevel level, String key) {
        throw block.damage();
    }

    @Override
    public List<Column> columns(AttributeLevel level) {
        throw block.damage();
    }

    @Override
    public Column residue(AttributeLevel level) {
        throw block.damage();
    }

    @Override
    public TraceId traceId(int trace) {
        throw block.damage();
    }

    /// None that anybody could read.
    @Override
    public int findTrace(TraceId id) {
        return -1;
    }

    @Override
    public int batchOf(int trace) {
        return 0;
    }

    @Override
    public long bytes() {
        return block.entry().bytes();
    }
}

package io.rubato.storage.internal.join;

import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Traces of several places as one source of one batch. They are joined when [#decoded()] is called, or when anything
/// but bounds is asked for; in the latter case they stay in memory as long as this object.
final class JoinedSource implements StoredSource {
    static final String NAME = "late traces";

    private final JoinUnit unit;
    private final JoinCache cache;
    private @Nullable JoinedTraces joined;

    JoinedSource(JoinUnit unit, JoinCache cache) {
        this.unit = unit;
        this.cache = cache;
    }

    @Override
    public JoinedSource decoded() {
        JoinedSource decoded = new JoinedSource(unit, cache);
        decoded.joined();
        return decoded;
    }

    private synchronized JoinedTraces joined() {
        JoinedTraces known = joined;
        if (known == null) {
            known = cache.read(unit);
            joined = known;
        }
        return known;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int batches() {
        return 1;
    }

    @Override
    public BatchStats stats(int batch) {
        return unit.bounds();
    }

    @Override
    public boolean hidesRows() {
        return false;
    }

    @Override
    public Arrivals arrivals() {
        return unit.arrivals();
    }

    @Override
    public StoredBatch open(int batch) {
        return joined().source().openTraces(joined().numbers());
    }

    @Override
    public StoredBatch openTrace(int trace) {
        return open(0);
    }

    @Override
    public List<Origin> origins() {
        return joined().source().origins();
    }

    @Override
    public RawOrigin rawOrigin(int code) {
        return joined().source().rawOrigin(code);
    }

    @Override
    public Dictionary dictionary(CodedField field) {
        return joined().source().dictionary(field);
    }

    @Override
    public List<Column> columns(AttributeLevel level, String key) {
        return joined().source().columns(level, key);
    }

    @Override
    public List<Column> columns(AttributeLevel level) {
        return joined().source().columns(level);
    }

    @Override
    public @Nullable Column residue(AttributeLevel level) {
        return joined().source().residue(level);
    }

    @Override
    public StoredColumn column(AttributeLevel level, int number) {
        return joined().source().column(level, number);
    }

    @Override
    public List<? extends StoredColumn> storedColumns(AttributeLevel level) {
        return joined().source().storedColumns(level);
    }

    @Override
    public TraceId traceId(int trace) {
        return joined().source().traceId(joined().numbers()[trace]);
    }

    @Override
    public int findTrace(TraceId id) {
        int number = joined().source().findTrace(id);
        return IntStream.range(0, joined().numbers().length)
                .filter(trace -> joined().numbers()[trace] == number)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public int batchOf(int trace) {
        return 0;
    }

    @Override
    public long bytes() {
        return 0; // counted where they lie
    }
}

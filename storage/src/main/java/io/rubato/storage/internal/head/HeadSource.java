package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.OptionalText;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a head held at one moment, for readers. Batches are runs of traces in order of arrival.
public final class HeadSource implements StoredSource {
    private final String name;
    private final Head head;
    private final Head.Published published;
    private final @Nullable Bits hidden;
    private final Map<AttributeLevel, List<StoredColumn>> columns = new ConcurrentHashMap<>();
    private final HeadDictionary.View names;
    private final HeadDictionary.View eventNames;

    /// @param hidden trace numbers that do not count here, or null
    public HeadSource(String name, Head head, Head.Published published, @Nullable Bits hidden) {
        this.name = name;
        this.head = head;
        this.published = published;
        this.hidden = hidden;
        this.names = head.names.view();
        this.eventNames = head.eventNames.view();
    }

    /// The level's columns; made when first asked for, since many sources only look traces up.
    @Override
    public List<StoredColumn> storedColumns(AttributeLevel level) {
        return columns.computeIfAbsent(level, wanted -> {
            List<StoredColumn> ofLevel = new ArrayList<>();
            for (HeadColumn column : table(wanted).allColumns()) {
                ofLevel.add(new HeadSourceColumn(this, wanted, column));
            }
            return ofLevel;
        });
    }

    Head head() {
        return head;
    }

    int rows() {
        return published.rows();
    }

    LevelTable table(AttributeLevel level) {
        return switch (level) {
            case SPAN -> head.spans;
            case EVENT -> head.events;
            case LINK -> head.links;
        };
    }

    @Nullable
    Bits hiddenTraces() {
        return hidden;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int batches() {
        return TraceGroups.count(published.traces());
    }

    @Override
    public BatchStats stats(int batch) {
        int traces = Math.min(TraceGroups.SIZE, published.traces() - (batch << TraceGroups.SHIFT));
        return head.groups.stats(batch, traces);
    }

    @Override
    public boolean hidesRows() {
        return false; // hidden traces count whole in a joined or a later head
    }

    @Override
    public Arrivals arrivals() {
        return new Arrivals(true, Map.of(head.token(), published.rows()));
    }

    @Override
    public StoredBatch open(int batch) {
        int from = batch << TraceGroups.SHIFT;
        return openTraces(from, Math.min(from + TraceGroups.SIZE, published.traces()));
    }

    @Override
    public StoredBatch openTrace(int trace) {
        return openTraces(trace, trace + 1);
    }

    private HeadBatch openTraces(int from, int to) {
        return new HeadBatch(this, IntStream.range(from, to).toArray(), from, false);
    }

    /// Some traces as one batch, in which the first one has the number 0. It does not depend on the order in which
    /// spans arrived here.
    ///
    /// @param traces their numbers here
    public StoredBatch openTraces(int[] traces) {
        return new HeadBatch(this, traces, 0, true);
    }

    @Override
    public List<Origin> origins() {
        int size = head.origins.size();
        return new AbstractList<>() {
            @Override
            public Origin get(int code) {
                return head.origins.parsed(code);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    @Override
    public RawOrigin rawOrigin(int code) {
        return head.origins.raw(code);
    }

    @Override
    public Dictionary dictionary(CodedField field) {
        return switch (field) {
            case NAME -> names;
            case EVENT_NAME -> eventNames;
            case STATUS_MESSAGE -> optionalText(rareColumn(RareField.STATUS_MESSAGE));
            case TRACE_STATE -> optionalText(rareColumn(RareField.TRACE_STATE));
            case KIND, STATUS, ORIGIN -> throw new IllegalArgumentException("field: " + field + " (has no dictionary)");
        };
    }

    @Nullable
    StoredColumn rareColumn(RareField field) {
        for (StoredColumn column : storedColumns(AttributeLevel.SPAN)) {
            if (column.id().rare() == field) {
                return column;
            }
        }
        return null;
    }

    OptionalText optionalText(@Nullable StoredColumn column) {
        return new OptionalText(column == null ? null : column.dictionary());
    }

    @Override
    public List<Column> columns(AttributeLevel level, String key) {
        List<Column> found = new ArrayList<>();
        for (StoredColumn column : columns(level, false)) {
            if (column.key().equals(key)) {
                found.add(column);
            }
        }
        return found;
    }

    @Override
    public List<Column> columns(AttributeLevel level) {
        return new ArrayList<>(columns(level, true));
    }

    private List<StoredColumn> columns(AttributeLevel level, boolean withResidue) {
        List<StoredColumn> all = storedColumns(level);
        return all.stream()
                .filter(column -> column.id().rare() == null
                        && (withResidue || !column.id().isResidue()))
                .toList();
    }

    @Override
    public @Nullable Column residue(AttributeLevel level) {
        StoredColumn residue = column(level, LevelTable.RESIDUE);
        Dictionary dictionary = residue.dictionary();
        return dictionary == null || dictionary.size() == 0 ? null : residue;
    }

    @Override
    public StoredColumn column(AttributeLevel level, int number) {
        return storedColumns(level).get(number);
    }

    @Override
    public TraceId traceId(int trace) {
        return head.traces.id(trace);
    }

    @Override
    public int findTrace(TraceId id) {
        return head.traces.find(id, published.traces());
    }

    @Override
    public int batchOf(int trace) {
        return trace >>> TraceGroups.SHIFT;
    }

    @Override
    public long bytes() {
        return head.bytes();
    }
}

package io.rubato.query.memory;

import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
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
import io.rubato.storage.scan.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A source in memory. How columns are laid out (shared dictionaries, what goes to the residue) is random; what it
/// holds is not.
public final class MemorySource implements SpanSource {
    private final Random random;
    private final boolean hidesRows;
    private final List<List<PlainTrace>> batches;
    private final List<Origin> origins = new ArrayList<>();
    private final Map<CodedField, MemoryDictionary> dictionaries = new EnumMap<>(CodedField.class);
    private final Map<ColumnKey, MemoryColumn> columns = new HashMap<>();
    private final Map<AttributeLevel, MemoryColumn> residues = new EnumMap<>(AttributeLevel.class);
    private final Set<ColumnKey> withoutColumn = new HashSet<>();
    private final List<MemoryBatch> open = new ArrayList<>();
    private final List<BatchStats> stats = new ArrayList<>();
    private final List<TraceId> ids = new ArrayList<>();
    private int opened;

    private record ColumnKey(AttributeLevel level, String key, ValueType type) {}

    public MemorySource(List<List<PlainTrace>> batches, Set<TraceId> hidden, long seed) {
        this.hidesRows = !hidden.isEmpty();
        this.random = new Random(seed);
        this.batches = batches;
        for (CodedField field :
                List.of(CodedField.NAME, CodedField.STATUS_MESSAGE, CodedField.TRACE_STATE, CodedField.EVENT_NAME)) {
            dictionaries.put(field, new MemoryDictionary(random));
        }
        int firstTrace = 0;
        for (int i = 0; i < batches.size(); i++) {
            open.add(new MemoryBatch(this, i, firstTrace, batches.get(i), hidden));
            firstTrace += batches.get(i).size();
            stats.add(compute(i));
            batches.get(i).forEach(trace -> ids.add(trace.id()));
        }
    }

    /// How many batches were opened so far.
    public int opened() {
        return opened;
    }

    int origin(Origin origin) {
        int index = origins.indexOf(origin);
        if (index < 0) {
            origins.add(origin);
            index = origins.size() - 1;
        }
        return index;
    }

    int code(CodedField field, String text) {
        return dictionaryOf(field).code(text);
    }

    private MemoryDictionary dictionaryOf(CodedField field) {
        MemoryDictionary dictionary = dictionaries.get(field);
        if (dictionary == null) {
            throw new IllegalArgumentException("field: " + field + " (expected: one with a dictionary)");
        }
        return dictionary;
    }

    void attributes(AttributeLevel level, int batch, int row, List<Attribute> attributes) {
        Set<String> seen = new HashSet<>();
        for (Attribute attribute : attributes) {
            ColumnKey key = new ColumnKey(level, attribute.key(), MemoryColumn.typeOf(attribute.value()));
            if (!columns.containsKey(key) && !withoutColumn.contains(key)) {
                if (random.nextInt(6) == 0) {
                    withoutColumn.add(key);
                } else {
                    columns.put(key, column(level, attribute.key(), key.type));
                }
            }
            MemoryColumn column = columns.get(key);
            if (column == null || !seen.add(attribute.key())) {
                seen.add(attribute.key());
                residues.computeIfAbsent(level, l -> column(l, "", ValueType.RESIDUE))
                        .add(batch, row, Wire.keyValue(attribute).toByteArray());
            } else {
                add(column, batch, row, attribute.value());
            }
        }
    }

    private MemoryColumn column(AttributeLevel level, String key, ValueType type) {
        return new MemoryColumn(level, key, type, batches.size(), random.nextBoolean(), random);
    }

    private static void add(MemoryColumn column, int batch, int row, AttributeValue value) {
        switch (value) {
            case AttributeValue.Text text ->
                column.add(batch, row, Wire.any(text).getStringValueBytes().toByteArray());
            case AttributeValue.Bool bool -> column.add(batch, row, bool.value() ? 1 : 0);
            case AttributeValue.Int number -> column.add(batch, row, number.value());
            case AttributeValue.Real number -> column.add(batch, row, Double.doubleToRawLongBits(number.value()));
            case AttributeValue.Bytes bytes -> column.add(batch, row, bytes.value());
            case AttributeValue.Array array ->
                column.add(batch, row, Wire.array(array.values()).toByteArray());
            case AttributeValue.KeyValues list ->
                column.add(batch, row, Wire.list(list.values()).toByteArray());
            case AttributeValue.Empty empty -> column.add(batch, row, 0);
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int batches() {
        return batches.size();
    }

    @Override
    public BatchStats stats(int batch) {
        return stats.get(batch);
    }

    private BatchStats compute(int batch) {
        List<PlainSpan> spans = batches.get(batch).stream()
                .flatMap(trace -> trace.spans().stream())
                .toList();
        return new BatchStats(
                spans.size(),
                batches.get(batch).size(),
                spans.stream().mapToLong(PlainSpan::start).min().orElse(0),
                spans.stream().mapToLong(PlainSpan::start).max().orElse(0),
                spans.stream()
                        .mapToLong(span -> span.start() + span.duration())
                        .max()
                        .orElse(0),
                batches.get(batch).stream().mapToLong(PlainTrace::start).max().orElse(0),
                spans.stream().mapToLong(PlainSpan::duration).min().orElse(0),
                spans.stream().mapToLong(PlainSpan::duration).max().orElse(0));
    }

    @Override
    public boolean hidesRows() {
        return hidesRows;
    }

    @Override
    public Arrivals arrivals() {
        return new Arrivals(false, Map.of(this, 1));
    }

    @Override
    public Batch open(int batch) {
        opened++;
        return open.get(batch);
    }

    @Override
    public List<Origin> origins() {
        return origins;
    }

    @Override
    public Dictionary dictionary(CodedField field) {
        return dictionaryOf(field);
    }

    @Override
    public List<Column> columns(AttributeLevel level, String key) {
        return columns(level).stream()
                .filter(column -> column.key().equals(key) && column.type() != ValueType.RESIDUE)
                .toList();
    }

    @Override
    public List<Column> columns(AttributeLevel level) {
        List<Column> all = new ArrayList<>();
        columns.values().stream().filter(column -> column.level() == level).forEach(all::add);
        Column residue = residues.get(level);
        if (residue != null) {
            all.add(residue);
        }
        return all;
    }

    @Override
    public @Nullable Column residue(AttributeLevel level) {
        return residues.get(level);
    }

    @Override
    public TraceId traceId(int trace) {
        return ids.get(trace);
    }

    @Override
    public int findTrace(TraceId id) {
        return ids.indexOf(id);
    }

    @Override
    public int batchOf(int trace) {
        int batch = 0;
        for (int first = batches.getFirst().size();
                first <= trace;
                first += batches.get(batch).size()) {
            batch++;
        }
        return batch;
    }

    @Override
    public long bytes() {
        return 1000L * batches.size();
    }
}

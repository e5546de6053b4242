package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.columns.SpanSizes;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.Values;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A morsel of a block, its columns decoded as they are asked for.
final class BlockBatch implements StoredBatch {
    private final BlockSource source;
    private final int morsel;
    private final MorselStats stats;
    private final int firstTrace;
    private final MorselTraces traces;
    private final int[] traceStarts;
    private final @Nullable Bits hidden;
    private final Ints ints = new Ints();
    private final Longs longCodec = new Longs();
    private final Map<FixedColumn, int[]> fixedInts = new EnumMap<>(FixedColumn.class);
    private final Map<FixedColumn, long[]> fixedLongs = new EnumMap<>(FixedColumn.class);
    private final Map<CodedField, int[]> rareCodes = new EnumMap<>(CodedField.class);
    private final Map<Column, Values> values = new HashMap<>();
    private final Map<AttributeLevel, LevelShapes> shapes = new EnumMap<>(AttributeLevel.class);
    private final Map<AttributeLevel, int[]> owners = new EnumMap<>(AttributeLevel.class);
    private int @Nullable [] parents;
    private long @Nullable [] parentIds;
    private long @Nullable [] eventTimes;
    private long bytesRead;

    BlockBatch(BlockSource source, int morsel) {
        this.source = source;
        this.morsel = morsel;
        this.stats = source.sections().footer().morsels().get(morsel);
        this.firstTrace = source.sections().footer().firstTraces()[morsel];
        this.traces = source.sections().traces(morsel);
        this.traceStarts = traceStarts(traces.rows());
        this.hidden = hiddenRows();
    }

    private static int[] traceStarts(int[] rows) {
        int[] starts = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            starts[i + 1] = starts[i] + rows[i];
        }
        return starts;
    }

    private @Nullable Bits hiddenRows() {
        Bits hiddenTraces = source.hiddenTraces();
        if (hiddenTraces == null) {
            return null;
        }
        Bits rows = null;
        for (int trace = hiddenTraces.next(firstTrace);
                trace >= 0 && trace < firstTrace + traces();
                trace = hiddenTraces.next(trace + 1)) {
            rows = rows == null ? new Bits(rows()) : rows;
            rows.setRange(traceStarts[trace - firstTrace], traceStarts[trace - firstTrace + 1]);
        }
        return rows;
    }

    @Override
    public BlockSource source() {
        return source;
    }

    @Override
    public int rows() {
        return stats.bounds().spans();
    }

    @Override
    public int rows(AttributeLevel level) {
        return switch (level) {
            case SPAN -> rows();
            case EVENT -> stats.events();
            case LINK -> stats.links();
        };
    }

    @Override
    public int traces() {
        return stats.bounds().traces();
    }

    @Override
    public int[] traceStarts() {
        return traceStarts;
    }

    @Override
    public int firstTrace() {
        return firstTrace;
    }

    @Override
    public TraceId traceId(int trace) {
        return traces.id(trace);
    }

    @Override
    public @Nullable Bits hidden() {
        return hidden;
    }

    private <T> T chunk(Section section, String what, Function<Wire, T> decoder) {
        bytesRead += section.length();
        return source.sections().decode(section, what, decoder);
    }

    private int[] ints(FixedColumn column, int count) {
        int[] known = fixedInts.get(column);
        if (known == null) {
            Section section = source.sections().fixed(column, morsel);
            known = section.isNone() || count == 0
                    ? new int[count]
                    : source.sections()
                            .column(
                                    section,
                                    int[].class,
                                    () -> readInts(section, column, count),
                                    all -> 4L * all.length);
            bytesRead += section.length();
            fixedInts.put(column, known);
        }
        return known;
    }

    private int[] readInts(Section section, FixedColumn column, int count) {
        return source.sections().decode(section, column.name(), wire -> ints.read(wire, count));
    }

    private long[] longs(FixedColumn column, int count) {
        return longs(column, count, values -> {});
    }

    /// @param changed what is done to the values once, before anybody sees them
    private long[] longs(FixedColumn column, int count, Consumer<long[]> changed) {
        long[] known = fixedLongs.get(column);
        if (known == null) {
            Section section = source.sections().fixed(column, morsel);
            known = section.isNone() || count == 0
                    ? made(new long[count], changed)
                    : source.sections()
                            .column(
                                    section,
                                    long[].class,
                                    () -> readLongs(section, column, count, changed),
                                    all -> 8L * all.length);
            bytesRead += section.length();
            fixedLongs.put(column, known);
        }
        return known;
    }

    private long[] readLongs(Section section, FixedColumn column, int count, Consumer<long[]> changed) {
        return made(source.sections().decode(section, column.name(), wire -> longCodec.read(wire, count)), changed);
    }

    private static long[] made(long[] values, Consumer<long[]> changed) {
        changed.accept(values);
        return values;
    }

    @Override
    public long[] longs(SpanField field) {
        return switch (field) {
            case SPAN_ID -> longs(FixedColumn.SPAN_ID, rows());
            case DURATION -> longs(FixedColumn.DURATION, rows());
            case START -> longs(FixedColumn.START, rows(), this::addParents);
            case PARENT_ID -> parentIds();
        };
    }

    /// A start counts from that of the parent, which is the latest row of one depth less: rows are in pre-order.
    private void addParents(long[] starts) {
        int[] depths = ints(FixedColumn.DEPTH, rows());
        // Of the parent at each depth; at depth 0 that of the trace.
        long[] latest = new long[64];
        for (int trace = 0; trace < traces(); trace++) {
            latest[0] = traces.starts()[trace];
            for (int row = traceStarts[trace]; row < traceStarts[trace + 1]; row++) {
                int depth = depths[row];
                if (depth + 1 >= latest.length) {
                    latest = Arrays.copyOf(latest, Math.max(depth + 2, latest.length * 2));
                }
                long start = starts[row] + latest[depth];
                starts[row] = start;
                latest[depth + 1] = start;
            }
        }
    }

    private long[] parentIds() {
        long[] known = parentIds;
        if (known == null) {
            known = findParentIds();
            parentIds = known;
        }
        return known;
    }

    private long[] findParentIds() {
        int[] parentRows = parents();
        long[] spanIds = longs(SpanField.SPAN_ID);
        int roots = 0;
        for (int row = 0; row < rows(); row++) {
            roots += parentRows[row] < 0 ? 1 : 0;
        }
        long[] ofRoots = longs(FixedColumn.ROOT_PARENT_ID, roots);
        long[] ids = new long[rows()];
        int root = 0;
        for (int row = 0; row < rows(); row++) {
            ids[row] = parentRows[row] < 0 ? ofRoots[root++] : spanIds[parentRows[row]];
        }
        return ids;
    }

    @Override
    public int[] parents() {
        int[] known = parents;
        if (known == null) {
            known = findParents();
            parents = known;
        }
        return known;
    }

    /// Rows are in pre-order, so the parent is the latest row of one depth less.
    private int[] findParents() {
        int[] depths = ints(FixedColumn.DEPTH, rows());
        int[] found = new int[rows()];
        int[] latest = new int[64];
        for (int row = 0; row < found.length; row++) {
            int depth = depths[row];
            if (depth >= latest.length) {
                latest = Arrays.copyOf(latest, Math.max(depth + 1, latest.length * 2));
            }
            found[row] = depth == 0 ? -1 : latest[depth - 1];
            latest[depth] = row;
        }
        return found;
    }

    @Override
    public int[] codes(CodedField field) {
        return switch (field) {
            case NAME -> ints(FixedColumn.NAME, rows());
            case KIND -> ints(FixedColumn.KIND, rows());
            case STATUS -> ints(FixedColumn.STATUS, rows());
            case ORIGIN -> ints(FixedColumn.ORIGIN, rows());
            case EVENT_NAME -> ints(FixedColumn.EVENT_NAME, stats.events());
            case STATUS_MESSAGE -> rareCodes.computeIfAbsent(field, wanted -> rare(RareField.STATUS_MESSAGE));
            case TRACE_STATE -> rareCodes.computeIfAbsent(field, wanted -> rare(RareField.TRACE_STATE));
        };
    }

    private int[] rare(RareField field) {
        StoredColumn column = source.rareColumn(field);
        return source.optionalText(column).codes(column == null ? null : values(column), rows());
    }

    @Override
    public int[] owners(AttributeLevel level) {
        return owners.computeIfAbsent(level, wanted -> switch (wanted) {
            case EVENT -> owners(ints(FixedColumn.EVENT_COUNT, rows()), stats.events());
            case LINK -> owners(ints(FixedColumn.LINK_COUNT, rows()), stats.links());
            case SPAN -> throw new IllegalArgumentException("level: SPAN (expected: EVENT or LINK)");
        });
    }

    private static int[] owners(int[] counts, int children) {
        int[] owners = new int[children];
        int child = 0;
        for (int row = 0; row < counts.length; row++) {
            for (int i = 0; i < counts[row]; i++) {
                owners[child++] = row;
            }
        }
        return owners;
    }

    @Override
    public long[] eventTimes() {
        long[] known = eventTimes;
        if (known == null) {
            known = readEventTimes();
            eventTimes = known;
        }
        return known;
    }

    private long[] readEventTimes() {
        long[] times = longs(FixedColumn.EVENT_TIME, stats.events()).clone();
        int[] spanRows = owners(AttributeLevel.EVENT);
        long[] starts = longs(SpanField.START);
        for (int i = 0; i < times.length; i++) {
            times[i] += starts[spanRows[i]];
        }
        return times;
    }

    @Override
    public long[] linkSpanIds() {
        return longs(FixedColumn.LINK_SPAN_ID, stats.links());
    }

    @Override
    public long[] linkTraceIds() {
        return longs(FixedColumn.LINK_TRACE_ID, 2 * stats.links());
    }

    LevelShapes shapes(AttributeLevel level) {
        LevelShapes known = shapes.get(level);
        if (known == null) {
            known = readShapes(level);
            shapes.put(level, known);
        }
        return known;
    }

    private LevelShapes readShapes(AttributeLevel level) {
        FixedColumn shapeColumn = switch (level) {
            case SPAN -> FixedColumn.SPAN_SHAPE;
            case EVENT -> FixedColumn.EVENT_SHAPE;
            case LINK -> FixedColumn.LINK_SHAPE;
        };
        FixedColumn listColumn = switch (level) {
            case SPAN -> FixedColumn.SPAN_LIST;
            case EVENT -> FixedColumn.EVENT_LIST;
            case LINK -> FixedColumn.LINK_LIST;
        };
        Section lists = source.sections().fixed(listColumn, morsel);
        int[] listed = lists.isNone()
                ? new int[0]
                : chunk(lists, listColumn.name(), wire -> ints.read(wire, Chunks.checkCount(wire.varint())));
        return new LevelShapes(source.sections().level(level), ints(shapeColumn, rows(level)), listed);
    }

    @Override
    public int[] rowColumns(AttributeLevel level, int row) {
        return shapes(level).columns(row);
    }

    @Override
    public @Nullable Values values(Column column) {
        BlockColumn own = (BlockColumn) column;
        Section section = own.stored().extent().chunk(morsel);
        if (section.isNone()) {
            return null;
        }
        Values known = values.get(column);
        if (known == null) {
            known = chunk(section, column.key(), wire -> readValues(own, wire));
            values.put(column, known);
        }
        return known;
    }

    @Override
    public @Nullable Bits present(Column column) {
        BlockColumn own = (BlockColumn) column;
        return own.stored().extent().chunk(morsel).isNone()
                ? null
                : shapes(own.level()).present(own.number());
    }

    private Values readValues(BlockColumn column, Wire wire) {
        int count = Chunks.checkCount(wire.varint());
        LevelShapes rowShapes = shapes(column.level());
        Bits present = rowShapes.present(column.number());
        if (!column.type().isCoded()) {
            return Values.plain(present, count, longCodec.read(wire, count));
        }
        ByteStrings dictionary = column.stored().isShared()
                ? source.sections().strings(column.stored().shared())
                : ByteStrings.read(wire, ints);
        boolean identity = !column.stored().isShared() && wire.varint() == 1;
        int[] codes = identity ? identity(count) : ints.read(wire, count);
        return column.id().isResidue()
                ? Values.repeated(
                        present, count, rowShapes.repeatedRows(column.number(), present, count), codes, dictionary)
                : Values.coded(present, count, codes, dictionary);
    }

    private static int[] identity(int count) {
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = i;
        }
        return codes;
    }

    @Override
    public int[] sizes() {
        return SpanSizes.of(this);
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    BatchStats bounds() {
        return stats.bounds();
    }
}

package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.columns.SpanSizes;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.columns.TraceOrder;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.Values;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Some traces of a head, gathered row by row from its columns.
final class HeadBatch implements StoredBatch {
    private final HeadSource source;
    private final Head head;
    private final int[] traceNumbers;
    private final int firstTrace;
    private final int[] traceStarts;
    private final int[] spanRows;
    private final @Nullable Bits hidden;
    private final Map<SpanField, long[]> longs = new EnumMap<>(SpanField.class);
    private final Map<CodedField, int[]> codes = new EnumMap<>(CodedField.class);
    private final Map<Column, Values> values = new HashMap<>();
    private final Map<AttributeLevel, HeadRows> headRows = new EnumMap<>(AttributeLevel.class);
    private final Map<AttributeLevel, ChildRows> children = new EnumMap<>(AttributeLevel.class);
    private int @Nullable [] parents;
    private long @Nullable [] eventTimes;
    private long @Nullable [] linkSpanIds;
    private long @Nullable [] linkTraceIds;
    private long bytesRead;

    /// @param traceNumbers the traces' numbers in the head
    /// @param firstTrace what the first one is called by those who use the batch
    /// @param inOrderOfStart whether the spans of a trace are in order of start, not of arrival
    HeadBatch(HeadSource source, int[] traceNumbers, int firstTrace, boolean inOrderOfStart) {
        this.source = source;
        this.head = source.head();
        this.traceNumbers = traceNumbers;
        this.firstTrace = firstTrace;
        this.traceStarts = new int[traceNumbers.length + 1];
        this.spanRows = gatherRows();
        if (inOrderOfStart) {
            sortRows();
        }
        this.hidden = hiddenRows();
    }

    /// Follows each trace's chain, which runs from the latest row back, and turns it round.
    private int[] gatherRows() {
        int[] rows = new int[256];
        int count = 0;
        int limit = source.rows();
        for (int trace = 0; trace < traceNumbers.length; trace++) {
            int start = count;
            traceStarts[trace] = start;
            for (int row = head.traces.lastRow(traceNumbers[trace]); row >= 0; row = head.previousRows.get(row)) {
                if (row < limit) {
                    if (count == rows.length) {
                        rows = Arrays.copyOf(rows, count * 2);
                    }
                    rows[count++] = row;
                }
            }
            for (int left = start, right = count - 1; left < right; left++, right--) {
                int row = rows[left];
                rows[left] = rows[right];
                rows[right] = row;
            }
        }
        traceStarts[traceNumbers.length] = count;
        return Arrays.copyOf(rows, count);
    }

    private void sortRows() {
        Comparator<Integer> byStart = Comparator.comparingLong((Integer row) -> head.starts.get(row))
                .thenComparingLong(row -> head.spanIds.get(row));
        for (int trace = 0; trace < traces(); trace++) {
            int from = traceStarts[trace];
            int[] sorted = Arrays.stream(spanRows, from, traceStarts[trace + 1])
                    .boxed()
                    .sorted(byStart)
                    .mapToInt(Integer::intValue)
                    .toArray();
            System.arraycopy(sorted, 0, spanRows, from, sorted.length);
        }
    }

    private @Nullable Bits hiddenRows() {
        Bits traces = source.hiddenTraces();
        if (traces == null) {
            return null;
        }
        Bits rows = null;
        for (int trace = 0; trace < traces(); trace++) {
            int number = traceNumbers[trace];
            if (number < traces.size() && traces.get(number)) {
                rows = rows == null ? new Bits(rows()) : rows;
                rows.setRange(traceStarts[trace], traceStarts[trace + 1]);
            }
        }
        return rows;
    }

    @Override
    public HeadSource source() {
        return source;
    }

    @Override
    public int rows() {
        return spanRows.length;
    }

    @Override
    public int rows(AttributeLevel level) {
        return level == AttributeLevel.SPAN ? spanRows.length : children(level).rows.length;
    }

    @Override
    public int traces() {
        return traceStarts.length - 1;
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
        return source.traceId(traceNumbers[trace]);
    }

    @Override
    public @Nullable Bits hidden() {
        return hidden;
    }

    @Override
    public long[] longs(SpanField field) {
        return longs.computeIfAbsent(field, wanted -> switch (wanted) {
            case START -> gather(head.starts, spanRows);
            case DURATION -> gather(head.durations, spanRows);
            case SPAN_ID -> gather(head.spanIds, spanRows);
            case PARENT_ID -> gather(head.parentIds, spanRows);
        });
    }

    private long[] gather(LongChunks column, int[] rows) {
        bytesRead += 8L * rows.length;
        return column.gather(rows);
    }

    private int[] gather(IntChunks column, int[] rows) {
        bytesRead += 4L * rows.length;
        return column.gather(rows);
    }

    @Override
    public int[] codes(CodedField field) {
        int[] known = codes.get(field);
        if (known == null) {
            known = switch (field) {
                case NAME -> gather(head.nameCodes, spanRows);
                case KIND -> originKinds(0, 15);
                case STATUS -> originKinds(4, 15);
                case ORIGIN -> originKinds(8, -1);
                case STATUS_MESSAGE -> rare(RareField.STATUS_MESSAGE);
                case TRACE_STATE -> rare(RareField.TRACE_STATE);
                case EVENT_NAME -> gather(head.eventNameCodes, children(AttributeLevel.EVENT).rows);
            };
            codes.put(field, known);
        }
        return known;
    }

    private int[] originKinds(int shift, int mask) {
        int[] gathered = gather(head.originKinds, spanRows);
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = gathered[i] >>> shift & mask;
        }
        return gathered;
    }

    private int[] rare(RareField field) {
        StoredColumn column = source.rareColumn(field);
        return source.optionalText(column).codes(column == null ? null : values(column), rows());
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

    private int[] findParents() {
        int[] found = new int[rows()];
        long[] spanIds = longs(SpanField.SPAN_ID);
        long[] parentIds = longs(SpanField.PARENT_ID);
        long[] starts = longs(SpanField.START);
        long[] durations = longs(SpanField.DURATION);
        TraceOrder order = new TraceOrder();
        for (int trace = 0; trace < traces(); trace++) {
            int from = traceStarts[trace];
            order.reset();
            for (int row = from; row < traceStarts[trace + 1]; row++) {
                order.add(spanIds[row], parentIds[row], starts[row], durations[row]);
            }
            if (order.size() > 0) {
                order.findParents();
            }
            for (int i = 0; i < order.size(); i++) {
                found[from + i] = order.parents()[i] < 0 ? -1 : from + order.parents()[i];
            }
        }
        return found;
    }

    /// Event or link rows of the batch's spans.
    private record ChildRows(int[] rows, int[] owners) {}

    private ChildRows children(AttributeLevel level) {
        ChildRows known = children.get(level);
        if (known == null) {
            known = gatherChildren(level == AttributeLevel.EVENT);
            children.put(level, known);
        }
        return known;
    }

    private ChildRows gatherChildren(boolean events) {
        int[] rows = new int[64];
        int[] owners = new int[64];
        int count = 0;
        for (int i = 0; i < spanRows.length; i++) {
            int row = spanRows[i];
            int from = events ? head.eventStart(row) : head.linkStart(row);
            int to = events ? head.eventEnds.get(row) : head.linkEnds.get(row);
            for (int child = from; child < to; child++) {
                if (count == rows.length) {
                    rows = Arrays.copyOf(rows, count * 2);
                    owners = Arrays.copyOf(owners, count * 2);
                }
                rows[count] = child;
                owners[count++] = i;
            }
        }
        return new ChildRows(Arrays.copyOf(rows, count), Arrays.copyOf(owners, count));
    }

    @Override
    public int[] owners(AttributeLevel level) {
        return children(level).owners;
    }

    @Override
    public long[] eventTimes() {
        long[] known = eventTimes;
        if (known == null) {
            known = gather(head.eventTimes, children(AttributeLevel.EVENT).rows);
            eventTimes = known;
        }
        return known;
    }

    @Override
    public long[] linkSpanIds() {
        long[] known = linkSpanIds;
        if (known == null) {
            known = gather(head.linkSpanIds, children(AttributeLevel.LINK).rows);
            linkSpanIds = known;
        }
        return known;
    }

    @Override
    public long[] linkTraceIds() {
        long[] known = linkTraceIds;
        if (known == null) {
            known = gatherLinkTraceIds();
            linkTraceIds = known;
        }
        return known;
    }

    private long[] gatherLinkTraceIds() {
        int[] rows = children(AttributeLevel.LINK).rows;
        long[] ids = new long[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            ids[2 * i] = head.linkTraceIds.get(2 * rows[i]);
            ids[2 * i + 1] = head.linkTraceIds.get(2 * rows[i] + 1);
        }
        return ids;
    }

    @Override
    public int[] rowColumns(AttributeLevel level, int row) {
        return source.table(level).columns(levelRows(level)[row]);
    }

    private int[] levelRows(AttributeLevel level) {
        return level == AttributeLevel.SPAN ? spanRows : children(level).rows;
    }

    @Override
    public @Nullable Values values(Column column) {
        Values known = values.get(column);
        if (known == null) {
            HeadSourceColumn own = (HeadSourceColumn) column;
            HeadRows rows =
                    headRows.computeIfAbsent(own.level(), level -> new HeadRows(source.table(level), levelRows(level)));
            known = new HeadValues(source.table(own.level()), own).gather(rows.rows(), rows.candidates(own.number()));
            values.put(column, known);
            bytesRead += 8L * known.count();
        }
        return known.count() == 0 ? null : known;
    }

    /// By rows: most columns have few values, and looking for them row by row would cost more than all there are.
    @Override
    public void forEach(AttributeLevel level, ValueVisitor visitor) {
        LevelTable table = source.table(level);
        List<StoredColumn> columns = source.storedColumns(level);
        HeadSourceColumn[] known = columns.toArray(HeadSourceColumn[]::new);
        int[] rows = levelRows(level);
        for (int row = 0; row < rows.length; row++) {
            int[] numbers = table.columns(rows[row]);
            int start = table.slotStart(rows[row]);
            for (int i = 0; i < numbers.length; i++) {
                HeadSourceColumn column = known[numbers[i]];
                int slot = table.slot(start + i);
                boolean coded = column.type().isCoded();
                visitor.value(
                        row,
                        numbers[i],
                        coded ? column.dictionary() : null,
                        coded ? slot : column.column().value(slot));
            }
        }
    }

    @Override
    public int[] sizes() {
        return SpanSizes.of(this);
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public String toString() {
        return "traces " + firstTrace + " to " + (firstTrace + traces() - 1) + " of "
                + Objects.requireNonNull(source).name();
    }
}

package io.rubato.storage.internal.head;

import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.block.BlockSpans;
import io.rubato.storage.internal.block.BlockWriter;
import io.rubato.storage.internal.block.LevelRows;
import io.rubato.storage.internal.block.SlotValues;
import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.ValueType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Turns a head that takes no more spans into a block: complete traces first, then, together at the end, those of
/// which more spans lie elsewhere or may still come.
public final class HeadSeal {
    private final Head head;
    private int[] rows = new int[256];

    private HeadSeal(Head head) {
        this.head = head;
    }

    /// Writes all traces.
    ///
    /// @param late which traces, by number, have spans in other blocks
    public static BlockFile seal(Head head, IntPredicate late) {
        return new HeadSeal(head).seal(late);
    }

    private BlockFile seal(IntPredicate late) {
        BlockWriter writer = new BlockWriter(new Spans(head));
        TraceTimes times = TraceTimes.of(head);
        IntPredicate distant = times.distant();
        addTraces(writer, times, distant, late, trace -> head.hasRoot(trace) && !late.test(trace));
        writer.endMorsel();
        addTraces(writer, times, distant, late, trace -> head.hasRoot(trace) && late.test(trace));
        writer.startRootless();
        addTraces(writer, times, distant, late, trace -> !head.hasRoot(trace));
        return writer.finish();
    }

    /// Distant traces come last, in morsels of their own.
    private void addTraces(
            BlockWriter writer, TraceTimes times, IntPredicate distant, IntPredicate late, IntPredicate wanted) {
        addTraces(writer, times, late, trace -> wanted.test(trace) && !distant.test(trace));
        if (IntStream.range(0, times.traces()).anyMatch(trace -> wanted.test(trace) && distant.test(trace))) {
            writer.endMorsel();
            addTraces(writer, times, late, trace -> wanted.test(trace) && distant.test(trace));
            writer.endMorsel();
        }
    }

    private void addTraces(BlockWriter writer, TraceTimes times, IntPredicate late, IntPredicate wanted) {
        IntStream.range(0, times.traces())
                .filter(trace -> head.traces.lastRow(trace) >= 0 && wanted.test(trace))
                .boxed()
                .sorted(Comparator.comparingLong(times::start).thenComparing(head.traces::id))
                .forEachOrdered(trace -> addTrace(writer, trace, late.test(trace)));
    }

    private void addTrace(BlockWriter writer, int trace, boolean late) {
        int count = gather(trace);
        writer.addTrace(trace, rows, count, late);
    }

    /// Puts a trace's rows into `rows`, in order of arrival, and returns how many they are.
    private int gather(int trace) {
        int count = 0;
        for (int row = head.traces.lastRow(trace); row >= 0; row = head.previousRows.get(row)) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, count * 2);
            }
            rows[count++] = row;
        }
        for (int left = 0, right = count - 1; left < right; left++, right--) {
            int row = rows[left];
            rows[left] = rows[right];
            rows[right] = row;
        }
        return count;
    }

    private record Spans(Head head) implements BlockSpans {
        @Override
        public LevelRows spans() {
            return new Level(head.spans);
        }

        @Override
        public LevelRows events() {
            return new Level(head.events);
        }

        @Override
        public LevelRows links() {
            return new Level(head.links);
        }

        @Override
        public SlotValues names() {
            return new Values(ColumnId.attribute("", ValueType.STRING), head.names, null);
        }

        @Override
        public SlotValues eventNames() {
            return new Values(ColumnId.attribute("", ValueType.STRING), head.eventNames, null);
        }

        @Override
        public RawOrigin rawOrigin(int code) {
            return head.origins.raw(code);
        }

        @Override
        public int originCount() {
            return head.origins.size();
        }

        @Override
        public TraceId traceId(int trace) {
            return head.traces.id(trace);
        }

        @Override
        public long spanId(int row) {
            return head.spanIds.get(row);
        }

        @Override
        public long parentId(int row) {
            return head.parentIds.get(row);
        }

        @Override
        public long start(int row) {
            return head.starts.get(row);
        }

        @Override
        public long duration(int row) {
            return head.durations.get(row);
        }

        @Override
        public int name(int row) {
            return head.nameCodes.get(row);
        }

        @Override
        public int kind(int row) {
            return head.originKinds.get(row) & 15;
        }

        @Override
        public int status(int row) {
            return head.originKinds.get(row) >>> 4 & 15;
        }

        @Override
        public int origin(int row) {
            return head.originKinds.get(row) >>> 8;
        }

        @Override
        public int eventStart(int row) {
            return head.eventStart(row);
        }

        @Override
        public int eventEnd(int row) {
            return head.eventEnds.get(row);
        }

        @Override
        public long eventTime(int eventRow) {
            return head.eventTimes.get(eventRow);
        }

        @Override
        public int eventName(int eventRow) {
            return head.eventNameCodes.get(eventRow);
        }

        @Override
        public int linkStart(int row) {
            return head.linkStart(row);
        }

        @Override
        public int linkEnd(int row) {
            return head.linkEnds.get(row);
        }

        @Override
        public long linkTraceHigh(int linkRow) {
            return head.linkTraceIds.get(2 * linkRow);
        }

        @Override
        public long linkTraceLow(int linkRow) {
            return head.linkTraceIds.get(2 * linkRow + 1);
        }

        @Override
        public long linkSpanId(int linkRow) {
            return head.linkSpanIds.get(linkRow);
        }
    }

    private record Level(LevelTable table) implements LevelRows {
        @Override
        public int shape(int row) {
            return table.shape(row);
        }

        @Override
        public int[] columns(int row) {
            return table.columns(row);
        }

        @Override
        public int slotStart(int row) {
            return table.slotStart(row);
        }

        @Override
        public int slot(int index) {
            return table.slot(index);
        }

        @Override
        public int shapeParent(int shape) {
            return table.shapes().parent(shape);
        }

        @Override
        public int shapeColumn(int shape) {
            return table.shapes().column(shape);
        }

        @Override
        public int columnCount() {
            return table.columnCount();
        }

        @Override
        public SlotValues column(int number) {
            HeadColumn column = table.column(number);
            return new Values(column.id, column.type.isCoded() ? column.dictionary() : null, column);
        }
    }

    private record Values(
            ColumnId id,
            @org.jspecify.annotations.Nullable HeadDictionary dictionary,
            @org.jspecify.annotations.Nullable HeadColumn column)
            implements SlotValues {
        @Override
        public int codes() {
            return dictionary == null ? 0 : dictionary.size();
        }

        @Override
        public long bytes() {
            return dictionary == null ? 0 : dictionary.textBytes();
        }

        @Override
        public long number(int slot) {
            return java.util.Objects.requireNonNull(column).value(slot);
        }

        @Override
        public byte[] page(int code) {
            return java.util.Objects.requireNonNull(dictionary).page(code);
        }

        @Override
        public int offset(int code) {
            return java.util.Objects.requireNonNull(dictionary).offset(code);
        }

        @Override
        public int length(int code) {
            return java.util.Objects.requireNonNull(dictionary).length(code);
        }
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.TraceOrder;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Writes a block: whole traces, spans of a trace in pre-order, cut into morsels, column by column. Used once:
/// [#addTrace(int, int[], int, boolean)] for each trace, those that have a root first and each part in order of
/// start, [#startRootless()] between the parts, then [#finish()]. Not thread-safe.
///
/// The format is described in docs/block-format.md.
public final class BlockWriter {
    /// A morsel is closed when it has this many rows; whole traces only, so it may have more.
    static final int MORSEL_ROWS = 8192;

    /// Or when its long values are this many bytes, so that reading a chunk takes little memory.
    static final long MORSEL_BYTES = 16 << 20;

    private final BlockSpans source;
    private final Encoders encoders = new Encoders();
    private final Map<FixedColumn, ColumnSink> columns = new EnumMap<>(FixedColumn.class);
    private final LevelSink spans;
    private final LevelSink events;
    private final LevelSink links;
    private final DictionarySink names;
    private final DictionarySink eventNames;
    private final int[] originCodes;
    private final List<Integer> origins = new ArrayList<>();
    private final TraceOrder order = new TraceOrder();
    private final MorselBuffer buffer = new MorselBuffer();
    private final List<Integer> lateTraces = new ArrayList<>();
    private final List<MorselStats> morsels = new ArrayList<>();
    private TraceId[] traceIds = new TraceId[1024];
    private int traces;
    private int rootless = -1;
    private long rows;
    private long[] depthStarts = new long[64];

    public BlockWriter(BlockSpans source) {
        this.source = source;
        this.spans = new LevelSink(source.spans(), encoders);
        this.events = new LevelSink(source.events(), encoders);
        this.links = new LevelSink(source.links(), encoders);
        this.names = new DictionarySink(source.names().codes());
        this.eventNames = new DictionarySink(source.eventNames().codes());
        this.originCodes = new int[source.originCount()];
        for (FixedColumn column : FixedColumn.values()) {
            columns.put(column, new ColumnSink());
        }
        buffer.clear();
    }

    /// Adds a trace with the first `count` of `traceRows` as its rows, in order of arrival.
    ///
    /// @param late whether spans of the trace are in an older block
    public void addTrace(int trace, int[] traceRows, int count, boolean late) {
        if (late) {
            lateTraces.add(traces);
        }
        order.reset();
        long traceStart = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int row = traceRows[i];
            long start = source.start(row);
            traceStart = Math.min(traceStart, start);
            order.add(source.spanId(row), source.parentId(row), start, source.duration(row));
        }
        order.arrange();
        if (traces == traceIds.length) {
            traceIds = Arrays.copyOf(traceIds, traces * 2);
        }
        TraceId id = source.traceId(trace);
        traceIds[traces++] = id;
        buffer.addTrace(count, traceStart);
        id.write(buffer.traceIds, 16 * (buffer.traces - 1));
        for (int i = 0; i < count; i++) {
            addSpan(traceRows[order.order()[i]], order.depths()[i], traceStart);
        }
        if (buffer.rows >= MORSEL_ROWS || spans.bytes() + events.bytes() + links.bytes() >= MORSEL_BYTES) {
            endMorsel();
        }
    }

    private void addSpan(int row, int depth, long traceStart) {
        int at = buffer.rows;
        if (at == buffer.spanIds.length) {
            buffer.growRows();
        }
        long start = source.start(row);
        long duration = source.duration(row);
        if (depth == depthStarts.length) {
            depthStarts = Arrays.copyOf(depthStarts, depth * 2);
        }
        depthStarts[depth] = start;
        if (depth == 0) {
            buffer.addRootParent(source.parentId(row));
        }
        buffer.spanIds[at] = source.spanId(row);
        buffer.depths[at] = depth;
        buffer.starts[at] = start - (depth == 0 ? traceStart : depthStarts[depth - 1]);
        buffer.durations[at] = duration;
        buffer.names[at] = code(names, source.names(), source.name(row));
        buffer.kinds[at] = source.kind(row);
        buffer.statuses[at] = source.status(row);
        buffer.origins[at] = origin(source.origin(row));
        buffer.addBounds(start, duration);
        buffer.rows = at + 1;
        rows++;
        spans.add(row);
        addEvents(row, at, start);
        addLinks(row, at);
    }

    private void addEvents(int row, int at, long start) {
        int end = source.eventEnd(row);
        int from = source.eventStart(row);
        for (int event = from; event < end; event++) {
            int name = code(eventNames, source.eventNames(), source.eventName(event));
            buffer.addEvent(source.eventTime(event) - start, name);
            events.add(event);
        }
        buffer.eventCounts[at] = end - from;
    }

    private void addLinks(int row, int at) {
        int end = source.linkEnd(row);
        int from = source.linkStart(row);
        for (int link = from; link < end; link++) {
            buffer.addLink(source.linkTraceHigh(link), source.linkTraceLow(link), source.linkSpanId(link));
            links.add(link);
        }
        buffer.linkCounts[at] = end - from;
    }

    private int code(DictionarySink dictionary, SlotValues strings, int code) {
        return dictionary.code(code, strings.page(code), strings.offset(code), strings.length(code), morsels.size());
    }

    private int origin(int code) {
        if (originCodes[code] == 0) {
            origins.add(code);
            originCodes[code] = origins.size();
        }
        return originCodes[code] - 1;
    }

    /// Says that the traces to come have no root. Where this is not called, all have one.
    public void startRootless() {
        rootless = traces;
    }

    /// Starts a new morsel with the next trace.
    public void endMorsel() {
        if (buffer.traces > 0) {
            writeMorsel();
        }
    }

    private void writeMorsel() {
        int morsel = morsels.size();
        writeTraces(morsel);
        longs(FixedColumn.SPAN_ID, buffer.spanIds, buffer.rows, morsel);
        ints(FixedColumn.DEPTH, buffer.depths, buffer.rows, morsel);
        longs(FixedColumn.ROOT_PARENT_ID, buffer.rootParentIds, buffer.roots, morsel);
        longs(FixedColumn.START, buffer.starts, buffer.rows, morsel);
        longs(FixedColumn.DURATION, buffer.durations, buffer.rows, morsel);
        ints(FixedColumn.NAME, buffer.names, buffer.rows, morsel);
        ints(FixedColumn.KIND, buffer.kinds, buffer.rows, morsel);
        ints(FixedColumn.STATUS, buffer.statuses, buffer.rows, morsel);
        ints(FixedColumn.ORIGIN, buffer.origins, buffer.rows, morsel);
        ints(FixedColumn.EVENT_COUNT, buffer.eventCounts, buffer.rows, morsel);
        ints(FixedColumn.LINK_COUNT, buffer.linkCounts, buffer.rows, morsel);
        longs(FixedColumn.EVENT_TIME, buffer.eventTimes, buffer.events, morsel);
        ints(FixedColumn.EVENT_NAME, buffer.eventNames, buffer.events, morsel);
        longs(FixedColumn.LINK_TRACE_ID, buffer.linkTraceIds, 2 * buffer.links, morsel);
        longs(FixedColumn.LINK_SPAN_ID, buffer.linkSpanIds, buffer.links, morsel);
        spans.endMorsel(morsel, sink(FixedColumn.SPAN_SHAPE), sink(FixedColumn.SPAN_LIST));
        events.endMorsel(morsel, sink(FixedColumn.EVENT_SHAPE), sink(FixedColumn.EVENT_LIST));
        links.endMorsel(morsel, sink(FixedColumn.LINK_SHAPE), sink(FixedColumn.LINK_LIST));
        morsels.add(MorselStats.of(buffer));
        buffer.clear();
    }

    private ColumnSink sink(FixedColumn column) {
        return java.util.Objects.requireNonNull(columns.get(column), "column");
    }

    private void writeTraces(int morsel) {
        ColumnSink column = sink(FixedColumn.TRACES);
        column.padTo(morsel);
        ByteSink sink = column.start();
        encoders.ints().write(buffer.traceRows, buffer.traces, sink);
        encoders.longs().write(buffer.traceStarts, buffer.traces, sink);
        sink.put(buffer.traceIds, 0, 16 * buffer.traces);
        column.end();
    }

    private void ints(FixedColumn column, int[] values, int count, int morsel) {
        if (count > 0) {
            ColumnSink sink = sink(column);
            sink.padTo(morsel);
            encoders.ints().write(values, count, sink.start());
            sink.end();
        }
    }

    private void longs(FixedColumn column, long[] values, int count, int morsel) {
        if (count > 0) {
            ColumnSink sink = sink(column);
            sink.padTo(morsel);
            encoders.longs().write(values, count, sink.start());
            sink.end();
        }
    }

    /// Ends the block and returns its bytes, with what a manifest wants to know of it.
    public BlockFile finish() {
        endMorsel();
        BlockFileBuilder file = new BlockFileBuilder(encoders, morsels);
        columns.forEach((column, sink) -> file.fixed(sink));
        file.level(spans);
        file.level(events);
        file.level(links);
        file.names(names, eventNames);
        file.origins(origins.stream().map(source::rawOrigin).toList());
        file.traceIndex(traceIds, traces);
        file.lateTraces(lateTraces.stream().mapToInt(Integer::intValue).toArray());
        file.traceFilter(traceIds, traces);
        file.rootless(rootless < 0 ? traces : rootless);
        return file.build(rows, traces);
    }
}

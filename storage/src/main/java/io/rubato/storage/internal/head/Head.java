package io.rubato.storage.internal.head;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.model.TraceId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Spans in memory, by column, in order of arrival, searchable as soon as their request is published.
///
/// One writer at a time: [#append] calls, and those of [RequestDecoder], are serialized by the caller. Any number of
/// readers, without
/// locks: a reader takes [#published()] first and looks at nothing beyond it. Everything a reader follows
/// is written before it is published and never moved.
///
/// A request is decoded into columns first and linked into traces afterwards, so that one that proves
/// malformed half-way is dropped by cutting the columns back.
public final class Head {
    static final int DEAD = -1;

    final LevelTable spans;
    final LevelTable events;
    final LevelTable links;
    final RareFields spanRare;
    final RareFields eventRare;
    final RareFields linkRare;

    private final Object token = new Object();
    final LongChunks spanIds = new LongChunks();
    final LongChunks parentIds = new LongChunks();
    final LongChunks starts = new LongChunks();
    final LongChunks durations = new LongChunks();
    final IntChunks nameCodes = new IntChunks();
    final IntChunks originKinds = new IntChunks();
    final IntChunks eventEnds = new IntChunks();
    final IntChunks linkEnds = new IntChunks();
    final IntChunks traceNumbers = new IntChunks();
    final IntChunks previousRows = new IntChunks();

    final LongChunks eventTimes = new LongChunks();
    final IntChunks eventNameCodes = new IntChunks();
    final LongChunks linkTraceIds = new LongChunks();
    final LongChunks linkSpanIds = new LongChunks();

    final HeadDictionary names = new HeadDictionary();
    final HeadDictionary eventNames = new HeadDictionary();
    final OriginTable origins = new OriginTable();
    final TraceTable traces = new TraceTable();
    final TraceGroups groups = new TraceGroups();

    private final SpanIndex spanIndex;
    private final SpanDecoder decoder;
    private @Nullable RequestDecoder ownRequests;
    private long[] pendingTraceIds = new long[1024];
    private int pending;
    private int firstPending;
    private int duplicates;
    private volatile Published published = new Published(0, 0);

    /// What readers may look at.
    ///
    /// @param rows rows, duplicates included
    /// @param traces traces
    public record Published(int rows, int traces) {}

    public Head(IngestLimits limits) {
        spans = new LevelTable(limits.maxColumns());
        events = new LevelTable(limits.maxColumns());
        links = new LevelTable(limits.maxColumns());
        spanRare = new RareFields(spans);
        eventRare = new RareFields(events);
        linkRare = new RareFields(links);
        spanIndex = new SpanIndex(traceNumbers, spanIds, starts, this::isSameSpan);
        decoder = new SpanDecoder(this, limits);
    }

    public Published published() {
        return published;
    }

    /// Spans stored, duplicates not counted.
    public int size() {
        return published.rows() - duplicates;
    }

    /// Copies of spans that were stored already.
    public int duplicates() {
        return duplicates;
    }

    /// Decodes a serialized OTLP request, all of whose spans go here, and publishes them. Returns how many were
    /// accepted, counting copies of spans that are stored already.
    ///
    /// @throws MalformedException when the request is broken as a whole; nothing of it is stored then
    public int append(byte[] body, int offset, int length, Rejections rejections) {
        if (ownRequests == null) {
            ownRequests = new RequestDecoder();
        }
        return ownRequests.decode(body, offset, length, (high, low) -> this, rejections);
    }

    SpanDecoder decoder() {
        return decoder;
    }

    /// Starts a request.
    void begin() {
        firstPending = rows();
    }

    /// Drops what the request added.
    void rollBack() {
        truncate(firstPending);
    }

    /// Links the request's spans into their traces and publishes them. Returns how many there are, copies of stored
    /// spans included.
    int commit() {
        link(firstPending);
        pending = 0;
        names.publish();
        eventNames.publish();
        spans.publish();
        events.publish();
        links.publish();
        published = new Published(rows(), traces.size());
        return rows() - firstPending;
    }

    /// Whether a trace has spans here. For the writer.
    public boolean has(long traceHigh, long traceLow) {
        return traces.has(traceHigh, traceLow);
    }

    /// Whether a root span of a trace has arrived. For the writer, and for anybody once the head takes no more spans.
    public boolean hasRoot(int trace) {
        return traces.hasRoot(trace);
    }

    /// How many of the published traces have a row from `firstRow` on. For any thread.
    public int tracesSince(int firstRow) {
        int count = 0;
        int all = published.traces();
        for (int trace = 0; trace < all; trace++) {
            count += traces.lastRow(trace) >= firstRow ? 1 : 0;
        }
        return count;
    }

    /// How many spans of a published trace are among the first `rows` rows. For any thread.
    public int spanCount(int trace, int rows) {
        int count = 0;
        for (int row = traces.lastRow(trace); row >= 0; row = previousRows.get(row)) {
            count += row < rows ? 1 : 0;
        }
        return count;
    }

    /// The number of a trace as far as `seen` goes, or -1. For any thread.
    public int findTrace(TraceId id, Published seen) {
        return traces.find(id, seen.traces());
    }

    /// How many of the first `rows` rows it takes to have all spans of a published trace that are among them. For any
    /// thread.
    public int extent(int trace, int rows) {
        int row = traces.lastRow(trace);
        while (row >= rows) {
            row = previousRows.get(row);
        }
        return row + 1;
    }

    /// Tells this head from others; it may be kept longer than the head.
    public Object token() {
        return token;
    }

    /// Whether a published trace has rows from `row` on, published or not. For any thread.
    public boolean hasRowsFrom(int trace, int row) {
        return traces.lastRow(trace) >= row;
    }

    /// The id of a published trace. For any thread.
    public TraceId traceId(int trace) {
        return traces.id(trace);
    }

    int rows() {
        return spanIds.size();
    }

    /// Adds the fixed columns of a row whose other columns are complete.
    void append(
            long traceHigh,
            long traceLow,
            long spanId,
            long parentId,
            long start,
            long duration,
            int nameCode,
            int originKind) {
        if (pending + 2 > pendingTraceIds.length) {
            pendingTraceIds = Arrays.copyOf(pendingTraceIds, pending * 2);
        }
        pendingTraceIds[pending++] = traceHigh;
        pendingTraceIds[pending++] = traceLow;
        spanIds.add(spanId);
        parentIds.add(parentId);
        starts.add(start);
        durations.add(duration);
        nameCodes.add(nameCode);
        originKinds.add(originKind);
        eventEnds.add(events.rows());
        linkEnds.add(links.rows());
    }

    /// Drops what a span left behind that was refused before its row was complete.
    void dropUnfinished() {
        int rows = rows();
        spans.truncate(rows);
        truncateChildren(rows == 0 ? 0 : eventEnds.get(rows - 1), rows == 0 ? 0 : linkEnds.get(rows - 1));
    }

    private void truncate(int rows) {
        for (LongChunks column : new LongChunks[] {spanIds, parentIds, starts, durations}) {
            column.truncate(rows);
        }
        for (IntChunks column : new IntChunks[] {nameCodes, originKinds, eventEnds, linkEnds}) {
            column.truncate(rows);
        }
        pending = 0;
        dropUnfinished();
    }

    private void truncateChildren(int eventRows, int linkRows) {
        events.truncate(eventRows);
        eventTimes.truncate(eventRows);
        eventNameCodes.truncate(eventRows);
        links.truncate(linkRows);
        linkTraceIds.truncate(2 * linkRows);
        linkSpanIds.truncate(linkRows);
    }

    /// Puts the rows from `first` on into their traces. A copy of a stored span becomes a dead row, which
    /// no trace leads to.
    private void link(int first) {
        int rows = rows();
        for (int row = first, at = 0; row < rows; row++, at += 2) {
            int trace = traces.intern(pendingTraceIds[at], pendingTraceIds[at + 1]);
            traceNumbers.add(trace);
            if (spanIndex.add(row)) {
                previousRows.add(traces.lastRow(trace));
                traces.lastRow(trace, row);
                groups.add(trace, starts.get(row), durations.get(row));
                if (parentIds.get(row) == 0) {
                    traces.addRoot(trace);
                }
            } else {
                traceNumbers.set(row, DEAD);
                previousRows.add(-1);
                duplicates++;
            }
        }
    }

    private boolean isSameSpan(int row, int other) {
        return starts.get(row) == starts.get(other)
                && durations.get(row) == durations.get(other)
                && parentIds.get(row) == parentIds.get(other)
                && sameText(names, nameCodes.get(row), nameCodes.get(other))
                && originKinds.get(row) == originKinds.get(other)
                && spans.isEqual(row, other)
                && sameEvents(row, other)
                && sameLinks(row, other);
    }

    private static boolean sameText(HeadDictionary texts, int code, int other) {
        return code == other || texts.isUnique() && texts.isEqual(code, other);
    }

    private boolean sameEvents(int row, int other) {
        int mine = eventStart(row);
        int theirs = eventStart(other);
        int count = eventEnds.get(row) - mine;
        if (count != eventEnds.get(other) - theirs) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (eventTimes.get(mine + i) != eventTimes.get(theirs + i)
                    || !sameText(eventNames, eventNameCodes.get(mine + i), eventNameCodes.get(theirs + i))
                    || !events.isEqual(mine + i, theirs + i)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameLinks(int row, int other) {
        int mine = linkStart(row);
        int theirs = linkStart(other);
        int count = linkEnds.get(row) - mine;
        if (count != linkEnds.get(other) - theirs) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (linkSpanIds.get(mine + i) != linkSpanIds.get(theirs + i)
                    || linkTraceIds.get(2 * (mine + i)) != linkTraceIds.get(2 * (theirs + i))
                    || linkTraceIds.get(2 * (mine + i) + 1) != linkTraceIds.get(2 * (theirs + i) + 1)
                    || !links.isEqual(mine + i, theirs + i)) {
                return false;
            }
        }
        return true;
    }

    int eventStart(int row) {
        return row == 0 ? 0 : eventEnds.get(row - 1);
    }

    int linkStart(int row) {
        return row == 0 ? 0 : linkEnds.get(row - 1);
    }

    /// Memory held, bytes; an estimate from above.
    public long bytes() {
        long bytes = spans.bytes()
                + events.bytes()
                + links.bytes()
                + 4 * spanIds.bytes()
                + 6 * nameCodes.bytes()
                + eventTimes.bytes()
                + eventNameCodes.bytes()
                + linkTraceIds.bytes()
                + linkSpanIds.bytes()
                + names.bytes()
                + eventNames.bytes()
                + origins.bytes()
                + traces.bytes()
                + spanIndex.bytes()
                + 8L * pendingTraceIds.length;
        return bytes + bytes / 6;
    }
}

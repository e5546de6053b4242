package io.rubato.storage.internal.columns;

import io.rubato.storage.MemoryUse;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes rows of a batch as they were received: serialized OTLP `ResourceSpans`, one for each resource and
/// scope.
public final class OtlpWriter {
    /// Of a span beside its bytes, roughly: the columns it is read from and its place among the others.
    private static final int ROW_BYTES = 100;

    private final StoredBatch batch;
    private final ByteSink spans;
    private final LevelWriter spanLevel;
    private final LevelWriter eventLevel;
    private final LevelWriter linkLevel;
    private final Children events;
    private final Children links;
    private final byte[] id = new byte[TraceId.BYTES];

    private OtlpWriter(StoredBatch batch, int from, MemoryUse memory) {
        this.batch = batch;
        this.spans = new ByteSink(4096, memory);
        this.events = new Children(batch, AttributeLevel.EVENT, from);
        this.links = new Children(batch, AttributeLevel.LINK, from);
        this.spanLevel = new LevelWriter(batch, AttributeLevel.SPAN, from);
        this.eventLevel = new LevelWriter(batch, AttributeLevel.EVENT, events.next);
        this.linkLevel = new LevelWriter(batch, AttributeLevel.LINK, links.next);
    }

    /// Appends the rows `from` to `to - 1` to `sink` as fields number 1, `resource_spans`.
    public static void write(StoredBatch batch, int from, int to, ByteSink sink) {
        new OtlpWriter(batch, from, MemoryUse.UNCOUNTED).write(from, to, sink);
    }

    /// The rows `from` to `to - 1` as a serialized `TracesData`.
    ///
    /// @param memory counts what writing takes; nothing of it once this has returned
    public static byte[] bytes(StoredBatch batch, int from, int to, MemoryUse memory) {
        long rows = (long) ROW_BYTES * (to - from);
        memory.use(rows);
        OtlpWriter writer = new OtlpWriter(batch, from, memory);
        ByteSink sink = new ByteSink(4096, memory);
        try {
            writer.write(from, to, sink);
            writer.spans.free();
            int size = sink.size();
            memory.use(size);
            try {
                return sink.toByteArray();
            } finally {
                memory.release(size);
            }
        } finally {
            writer.spans.free();
            sink.free();
            memory.release(rows);
        }
    }

    /// The trace with a number as a serialized `TracesData`.
    public static byte[] trace(StoredSource source, int trace) {
        return trace(source, trace, MemoryUse.UNCOUNTED);
    }

    /// The same.
    ///
    /// @param memory counts what writing takes; nothing of it once this has returned
    public static byte[] trace(StoredSource source, int trace, MemoryUse memory) {
        StoredBatch batch = source.openTrace(trace);
        int[] starts = batch.traceStarts();
        int index = trace - batch.firstTrace();
        return bytes(batch, starts[index], starts[index + 1], memory);
    }

    private record Piece(int start, int end) {}

    private void write(int from, int to, ByteSink sink) {
        int[] origins = batch.codes(CodedField.ORIGIN);
        Map<Integer, List<Piece>> byOrigin = new LinkedHashMap<>();
        int trace = traceOf(from);
        for (int row = from; row < to; row++) {
            while (batch.traceStarts()[trace + 1] <= row) {
                trace++;
            }
            int start = spans.size();
            span(row, batch.traceId(trace));
            byOrigin.computeIfAbsent(origins[row], code -> new ArrayList<>()).add(new Piece(start, spans.size()));
        }
        sink.reserve((int) Math.min(spans.size() + 6L * (to - from) + 1024, Integer.MAX_VALUE - 16 - sink.size()));
        byOrigin.forEach((code, pieces) -> resourceSpans(batch.source().rawOrigin(code), pieces, sink));
    }

    private int traceOf(int row) {
        int found = java.util.Arrays.binarySearch(batch.traceStarts(), 0, batch.traces() + 1, row);
        return found >= 0 ? found : ~found - 1;
    }

    private void resourceSpans(RawOrigin origin, List<Piece> pieces, ByteSink sink) {
        int resourceSpans = sink.startMessage(1);
        part(origin.resource(), sink);
        int scopeSpans = sink.startMessage(2);
        part(origin.scope(), sink);
        for (Piece piece : pieces) {
            sink.field(2, spans.bytes(), piece.start, piece.end - piece.start);
        }
        schemaUrl(origin.scope(), sink);
        sink.endMessage(scopeSpans);
        schemaUrl(origin.resource(), sink);
        sink.endMessage(resourceSpans);
    }

    private static void part(RawOrigin.Part part, ByteSink sink) {
        if (part.present()) {
            sink.field(1, part.message(), 0, part.message().length);
        }
    }

    private static void schemaUrl(RawOrigin.Part part, ByteSink sink) {
        if (part.schemaUrl().length > 0) {
            sink.field(3, part.schemaUrl(), 0, part.schemaUrl().length);
        }
    }

    private void span(int row, TraceId traceId) {
        traceId.write(id, 0);
        spans.field(1, id, 0, TraceId.BYTES);
        writeId(2, batch.longs(SpanField.SPAN_ID)[row]);
        long parentId = batch.longs(SpanField.PARENT_ID)[row];
        if (parentId != 0) {
            writeId(4, parentId);
        }
        text(CodedField.NAME, batch.codes(CodedField.NAME)[row], 5);
        varint(6, batch.codes(CodedField.KIND)[row]);
        long start = batch.longs(SpanField.START)[row];
        fixed64(7, start);
        fixed64(8, start + batch.longs(SpanField.DURATION)[row]);
        spanLevel.write(row, spans, 9);
        spanLevel.writeBytes(RareField.TRACE_STATE, spans, 3);
        spanLevel.writeVarint(RareField.ODD_KIND, spans, 6);
        spanLevel.writeVarint(RareField.DROPPED_ATTRIBUTES, spans, 10);
        spanLevel.writeVarint(RareField.DROPPED_EVENTS, spans, 12);
        spanLevel.writeVarint(RareField.DROPPED_LINKS, spans, 14);
        spanLevel.writeFlags(spans, 16);
        if (spanLevel.has(RareField.ZERO_PARENT)) {
            writeId(4, 0);
        }
        spanLevel.writeUnknown(spans);
        for (int event = events.next; event < events.endOf(row); event++) {
            event(event);
        }
        for (int link = links.next; link < links.endOf(row); link++) {
            link(link);
        }
        events.pass(row);
        links.pass(row);
        status(batch.codes(CodedField.STATUS)[row]);
    }

    private void status(int code) {
        boolean present = code != 0
                || spanLevel.has(RareField.STATUS_MESSAGE)
                || spanLevel.has(RareField.ODD_STATUS)
                || spanLevel.has(RareField.EMPTY_STATUS);
        if (present) {
            int status = spans.startMessage(15);
            spanLevel.writeBytes(RareField.STATUS_MESSAGE, spans, 2);
            varint(3, code);
            spanLevel.writeVarint(RareField.ODD_STATUS, spans, 3);
            spans.endMessage(status);
        }
    }

    private void event(int row) {
        int event = spans.startMessage(11);
        fixed64(1, batch.eventTimes()[row]);
        text(CodedField.EVENT_NAME, batch.codes(CodedField.EVENT_NAME)[row], 2);
        eventLevel.write(row, spans, 3);
        eventLevel.writeVarint(RareField.DROPPED_ATTRIBUTES, spans, 4);
        eventLevel.writeUnknown(spans);
        spans.endMessage(event);
    }

    private void link(int row) {
        int link = spans.startMessage(13);
        TraceId traceId = new TraceId(batch.linkTraceIds()[2 * row], batch.linkTraceIds()[2 * row + 1]);
        if (!traceId.isZero()) {
            traceId.write(id, 0);
            spans.field(1, id, 0, TraceId.BYTES);
        }
        long spanId = batch.linkSpanIds()[row];
        if (spanId != 0) {
            writeId(2, spanId);
        }
        linkLevel.write(row, spans, 4);
        linkLevel.writeBytes(RareField.ODD_TRACE_ID, spans, 1);
        linkLevel.writeBytes(RareField.ODD_SPAN_ID, spans, 2);
        linkLevel.writeBytes(RareField.TRACE_STATE, spans, 3);
        linkLevel.writeVarint(RareField.DROPPED_ATTRIBUTES, spans, 5);
        linkLevel.writeFlags(spans, 6);
        linkLevel.writeUnknown(spans);
        spans.endMessage(link);
    }

    private void writeId(int field, long value) {
        Wire.putBigEndian(id, 0, value);
        spans.field(field, id, 0, 8);
    }

    private void text(CodedField field, int code, int number) {
        Dictionary dictionary = batch.source().dictionary(field);
        byte[] bytes = dictionary.value(code);
        if (bytes.length > 0) {
            spans.field(number, bytes, 0, bytes.length);
        }
    }

    private void varint(int field, long value) {
        if (value != 0) {
            spans.varint(field << 3 | Wire.VARINT);
            spans.varint(value);
        }
    }

    private void fixed64(int field, long value) {
        if (value != 0) {
            spans.varint(field << 3 | Wire.FIXED64);
            spans.fixed64(value);
        }
    }

    /// The events or links of spans visited in ascending order.
    private static final class Children {
        private final int[] owners;
        private final int count;
        private int next;

        Children(StoredBatch batch, AttributeLevel level, int firstSpan) {
            count = batch.rows(level);
            owners = batch.owners(level);
            while (next < count && owners[next] < firstSpan) {
                next++;
            }
        }

        int endOf(int span) {
            int end = next;
            while (end < count && owners[end] == span) {
                end++;
            }
            return end;
        }

        void pass(int span) {
            next = endOf(span);
        }
    }
}

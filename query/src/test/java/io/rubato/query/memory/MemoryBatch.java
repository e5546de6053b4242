package io.rubato.query.memory;

import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Some traces of a [MemorySource]. Arrays are longer than the rows, as they may be.
final class MemoryBatch implements Batch {
    private static final int SPARE = 70;
    private final int number;
    private final int firstTrace;
    private final int rows;
    private final int[] traceStarts;
    private final List<TraceId> ids;
    private final @Nullable Bits hidden;
    private final Map<SpanField, long[]> longs = new EnumMap<>(SpanField.class);
    private final Map<CodedField, int[]> codes = new EnumMap<>(CodedField.class);
    private final Map<AttributeLevel, int[]> owners = new EnumMap<>(AttributeLevel.class);
    private final int[] parents;
    private final int[] sizes;
    private final List<PlainSpan.Event> events = new ArrayList<>();
    private final List<PlainSpan.Link> links = new ArrayList<>();

    MemoryBatch(MemorySource source, int number, int firstTrace, List<PlainTrace> traces, Set<TraceId> hiddenTraces) {
        this.number = number;
        this.firstTrace = firstTrace;
        List<PlainSpan> spans =
                traces.stream().flatMap(trace -> trace.spans().stream()).toList();
        ids = traces.stream().map(PlainTrace::id).toList();
        rows = spans.size();
        sizes = codes(spans, Otlp::size);
        traceStarts = new int[traces.size() + 1];
        parents = new int[rows + SPARE];
        Bits hide = new Bits(rows);
        for (int t = 0; t < traces.size(); t++) {
            int from = traceStarts[t];
            traceStarts[t + 1] = from + traces.get(t).spans().size();
            int[] local = traces.get(t).parents();
            for (int i = 0; i < local.length; i++) {
                parents[from + i] = local[i] < 0 ? -1 : from + local[i];
            }
            if (hiddenTraces.contains(traces.get(t).id())) {
                hide.setRange(from, traceStarts[t + 1]);
            }
        }
        hidden = hide.isEmpty() ? null : hide;
        fixed(source, spans);
        nested(source, spans);
    }

    private void fixed(MemorySource source, List<PlainSpan> spans) {
        longs.put(
                SpanField.START,
                spare(spans.stream().mapToLong(PlainSpan::start).toArray()));
        longs.put(
                SpanField.DURATION,
                spare(spans.stream().mapToLong(PlainSpan::duration).toArray()));
        longs.put(
                SpanField.SPAN_ID,
                spare(spans.stream().mapToLong(PlainSpan::spanId).toArray()));
        longs.put(
                SpanField.PARENT_ID,
                spare(spans.stream().mapToLong(PlainSpan::parentId).toArray()));
        codes.put(CodedField.NAME, codes(spans, span -> source.code(CodedField.NAME, span.name())));
        codes.put(
                CodedField.STATUS_MESSAGE,
                codes(spans, span -> source.code(CodedField.STATUS_MESSAGE, span.statusMessage())));
        codes.put(CodedField.TRACE_STATE, codes(spans, span -> source.code(CodedField.TRACE_STATE, "")));
        codes.put(CodedField.KIND, codes(spans, PlainSpan::kind));
        codes.put(CodedField.STATUS, codes(spans, PlainSpan::status));
        codes.put(CodedField.ORIGIN, codes(spans, span -> source.origin(span.origin())));
    }

    @Override
    public TraceId traceId(int trace) {
        return ids.get(trace);
    }

    private static long[] spare(long[] values) {
        return Arrays.copyOf(values, values.length + SPARE);
    }

    private static int[] codes(List<PlainSpan> spans, ToIntFunction<PlainSpan> code) {
        return Arrays.copyOf(spans.stream().mapToInt(code).toArray(), spans.size() + SPARE);
    }

    private void nested(MemorySource source, List<PlainSpan> spans) {
        List<Integer> eventOwners = new ArrayList<>();
        List<Integer> linkOwners = new ArrayList<>();
        List<Integer> names = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            PlainSpan span = spans.get(row);
            source.attributes(AttributeLevel.SPAN, number, row, span.attributes());
            for (PlainSpan.Event event : span.events()) {
                source.attributes(AttributeLevel.EVENT, number, events.size(), event.attributes());
                events.add(event);
                eventOwners.add(row);
                names.add(source.code(CodedField.EVENT_NAME, event.name()));
            }
            for (PlainSpan.Link link : span.links()) {
                source.attributes(AttributeLevel.LINK, number, links.size(), link.attributes());
                links.add(link);
                linkOwners.add(row);
            }
        }
        codes.put(
                CodedField.EVENT_NAME,
                names.stream().mapToInt(Integer::intValue).toArray());
        owners.put(
                AttributeLevel.EVENT,
                eventOwners.stream().mapToInt(Integer::intValue).toArray());
        owners.put(
                AttributeLevel.LINK,
                linkOwners.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int rows(AttributeLevel level) {
        return switch (level) {
            case SPAN -> rows;
            case EVENT -> events.size();
            case LINK -> links.size();
        };
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
    public @Nullable Bits hidden() {
        return hidden;
    }

    @Override
    public long[] longs(SpanField field) {
        return Objects.requireNonNull(longs.get(field));
    }

    @Override
    public int[] codes(CodedField field) {
        return Objects.requireNonNull(codes.get(field));
    }

    @Override
    public int[] parents() {
        return parents;
    }

    @Override
    public int[] owners(AttributeLevel level) {
        return Objects.requireNonNull(owners.get(level));
    }

    @Override
    public long[] eventTimes() {
        return events.stream().mapToLong(PlainSpan.Event::time).toArray();
    }

    @Override
    public long[] linkSpanIds() {
        return links.stream().mapToLong(PlainSpan.Link::spanId).toArray();
    }

    @Override
    public long[] linkTraceIds() {
        long[] ids = new long[2 * links.size()];
        for (int i = 0; i < links.size(); i++) {
            ids[2 * i] = links.get(i).traceId().high();
            ids[2 * i + 1] = links.get(i).traceId().low();
        }
        return ids;
    }

    @Override
    public @Nullable Values values(Column column) {
        return ((MemoryColumn) column).values(number, rows(column.level()));
    }

    @Override
    public int[] sizes() {
        return sizes;
    }

    @Override
    public long bytesRead() {
        return 1;
    }
}

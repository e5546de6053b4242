package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How many bytes each span is as OTLP, told from the columns without writing any.
public final class SpanSizes {
    private static final int TAG = 1;
    private static final int PRESENT = 1 << 30;
    private static final int FIXED64 = TAG + 8;
    private static final int ID = TAG + 1 + 8;
    private static final int TRACE_ID = TAG + 1 + TraceId.BYTES;

    private final StoredBatch batch;
    private final int[] sizes;

    /// The bytes within the status of each row, and [#PRESENT] where there is one.
    private int @Nullable [] statuses;

    private SpanSizes(StoredBatch batch) {
        this.batch = batch;
        this.sizes = new int[batch.rows()];
    }

    /// By row.
    public static int[] of(StoredBatch batch) {
        SpanSizes all = new SpanSizes(batch);
        all.fixed();
        all.attributes(AttributeLevel.SPAN, all.sizes);
        all.status();
        if (batch.rows(AttributeLevel.EVENT) > 0) {
            all.events();
        }
        if (batch.rows(AttributeLevel.LINK) > 0) {
            all.links();
        }
        return all.sizes;
    }

    private void fixed() {
        long[] parents = batch.longs(SpanField.PARENT_ID);
        long[] starts = batch.longs(SpanField.START);
        long[] durations = batch.longs(SpanField.DURATION);
        int[] kinds = batch.codes(CodedField.KIND);
        int[] names = batch.codes(CodedField.NAME);
        Dictionary texts = batch.source().dictionary(CodedField.NAME);
        for (int row = 0; row < sizes.length; row++) {
            int size = TRACE_ID + ID + text(texts.length(names[row]));
            size += parents[row] == 0 ? 0 : ID;
            size += kinds[row] == 0 ? 0 : TAG + 1;
            size += starts[row] == 0 ? 0 : FIXED64;
            size += starts[row] + durations[row] == 0 ? 0 : FIXED64;
            sizes[row] += size;
        }
    }

    /// Adds attributes and rare fields of a level.
    private void attributes(AttributeLevel level, int[] rows) {
        ColumnId[] ids = batch.source().storedColumns(level).stream()
                .map(StoredColumn::id)
                .toArray(ColumnId[]::new);
        int[] keys = Arrays.stream(ids)
                .mapToInt(id -> text(id.key().getBytes(StandardCharsets.UTF_8).length))
                .toArray();
        batch.forEach(level, (row, column, dictionary, value) -> {
            int length = dictionary == null ? 0 : dictionary.length((int) value);
            RareField rare = ids[column].rare();
            if (rare != null) {
                addRare(rare, level, row, dictionary == null ? value : length, rows);
            } else if (ids[column].isResidue()) {
                rows[row] += message(length);
            } else {
                int size = switch (ids[column].type()) {
                    case STRING, BYTES, ARRAY, KVLIST -> message(length);
                    case BOOL, INT -> TAG + varint(value);
                    case DOUBLE -> FIXED64;
                    case EMPTY, RESIDUE -> 0;
                };
                rows[row] += message(keys[column] + message(size));
            }
        });
    }

    /// @param value the number, or the length of the text
    private void addRare(RareField field, AttributeLevel level, int row, long value, int[] rows) {
        switch (field) {
            // A span's has a number beyond 15.
            case FLAGS -> rows[row] += (level == AttributeLevel.SPAN ? 2 : 1) + Integer.BYTES;
            case TRACE_STATE, ODD_TRACE_ID, ODD_SPAN_ID -> rows[row] += message((int) value);
            case DROPPED_ATTRIBUTES, DROPPED_EVENTS, DROPPED_LINKS, ODD_KIND -> rows[row] += TAG + varint(value);
            case ZERO_PARENT -> rows[row] += ID;
            case UNKNOWN -> rows[row] += (int) value;
            case STATUS_MESSAGE -> addToStatus(row, message((int) value));
            case ODD_STATUS -> addToStatus(row, TAG + varint(value));
            case EMPTY_STATUS -> addToStatus(row, 0);
        }
    }

    private void addToStatus(int row, int size) {
        int[] known = statuses;
        if (known == null) {
            known = new int[sizes.length];
            statuses = known;
        }
        known[row] = (known[row] | PRESENT) + size;
    }

    private void status() {
        int[] codes = batch.codes(CodedField.STATUS);
        for (int row = 0; row < sizes.length; row++) {
            int more = statuses == null ? 0 : statuses[row];
            if (codes[row] != 0 || more != 0) {
                sizes[row] += message((more & ~PRESENT) + (codes[row] == 0 ? 0 : TAG + 1));
            }
        }
    }

    private void events() {
        int[] events = new int[batch.rows(AttributeLevel.EVENT)];
        long[] times = batch.eventTimes();
        int[] names = batch.codes(CodedField.EVENT_NAME);
        Dictionary texts = batch.source().dictionary(CodedField.EVENT_NAME);
        for (int row = 0; row < events.length; row++) {
            events[row] = (times[row] == 0 ? 0 : FIXED64) + text(texts.length(names[row]));
        }
        attributes(AttributeLevel.EVENT, events);
        addTo(AttributeLevel.EVENT, events);
    }

    private void links() {
        int[] links = new int[batch.rows(AttributeLevel.LINK)];
        long[] traceIds = batch.linkTraceIds();
        long[] spanIds = batch.linkSpanIds();
        for (int row = 0; row < links.length; row++) {
            boolean traced = (traceIds[2 * row] | traceIds[2 * row + 1]) != 0;
            links[row] = (traced ? TRACE_ID : 0) + (spanIds[row] == 0 ? 0 : ID);
        }
        attributes(AttributeLevel.LINK, links);
        addTo(AttributeLevel.LINK, links);
    }

    private void addTo(AttributeLevel level, int[] children) {
        int[] owners = batch.owners(level);
        for (int row = 0; row < children.length; row++) {
            sizes[owners[row]] += message(children[row]);
        }
    }

    /// A field of text, which is left out when it is empty.
    private static int text(int length) {
        return length == 0 ? 0 : message(length);
    }

    private static int message(int length) {
        return TAG + varint(length) + length;
    }

    private static int varint(long value) {
        return Wire.varintSize(value);
    }
}

package io.rubato.storage.scan;

import io.rubato.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/// A run of whole traces of one source, column by column: a morsel of a block, or a slice of a head.
/// Columns are read and decoded when first asked for and then kept. Rows of one trace are contiguous. Not
/// thread-safe; arrays are shared, do not change them, and they may be longer than the number of rows.
public interface Batch {
    /// Number of spans.
    int rows();

    /// Number of rows at a level: spans, events or links.
    int rows(AttributeLevel level);

    /// Number of traces.
    int traces();

    /// First row of each trace, and [#rows()] at the end: `traces() + 1` numbers.
    int[] traceStarts();

    /// The trace number of this batch's first trace in its source; the others follow.
    int firstTrace();

    /// The id of a trace of this batch, the first one being 0.
    TraceId traceId(int trace);

    /// Rows that do not count here: deleted, or evaluated in another source. Null when there are none.
    /// Always whole traces.
    @Nullable
    Bits hidden();

    long[] longs(SpanField field);

    int[] codes(CodedField field);

    /// The row of each span's parent, or -1 for a root and for a span whose parent is not stored. Free of
    /// cycles: the earliest span of a cycle counts as a root.
    int[] parents();

    /// The span row that each event or link row belongs to, ascending.
    int[] owners(AttributeLevel level);

    /// Unix nanoseconds of each event row.
    long[] eventTimes();

    /// Span id that each link row points at.
    long[] linkSpanIds();

    /// Trace id that each link row points at: two longs a row, high then low.
    long[] linkTraceIds();

    /// The values of a column of this batch's source, or null when no row of this batch has one.
    @Nullable
    Values values(Column column);

    /// The rows that have a value in a column, as [Values#present()], where its values are not needed; null when no row
    /// has one.
    default @Nullable Bits present(Column column) {
        Values values = values(column);
        return values == null ? null : values.present();
    }

    /// What each span takes as OTLP, bytes: the serialized `Span`, its events and links in it.
    int[] sizes();

    /// Bytes read from disk or memory so far for this batch.
    long bytesRead();
}

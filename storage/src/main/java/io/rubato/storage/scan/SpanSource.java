package io.rubato.storage.scan;

import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of stored spans with one set of dictionaries: a block, a head, or traces that arrived in pieces, joined. A
/// trace counts in exactly one source of a [io.rubato.storage.Snapshot]; elsewhere its rows are
/// [Batch#hidden()]. Safe for concurrent readers.
public interface SpanSource {
    /// A name for messages and `explain`: the block's id, or `head`.
    String name();

    int batches();

    BatchStats stats(int batch);

    /// Bounds of all batches, known without reading anything of the source; null when they are not.
    default @Nullable BatchStats bounds() {
        return null;
    }

    /// The source to bind to and to open batches of. It is this one, or, where this one stands for spans that are
    /// decoded
    /// when they are needed, one that holds them: let go of it as soon as its batches are evaluated.
    ///
    /// @throws io.rubato.storage.DamagedException when the spans cannot be read
    default SpanSource decoded() {
        return this;
    }

    /// Whether any batch may have [Batch#hidden()] rows that do not count in another source either, so that what the
    /// dictionaries hold may not be stored any more.
    boolean hidesRows();

    /// With what its spans came in. Reads none of them.
    Arrivals arrivals();

    /// Opens a batch; each thread opens its own. Nothing to close: reading stays possible until the
    /// snapshot is closed.
    Batch open(int batch);

    /// Resource and scope by [CodedField#ORIGIN] code.
    List<Origin> origins();

    /// The dictionary of NAME, STATUS_MESSAGE, TRACE_STATE or EVENT_NAME.
    ///
    /// @throws IllegalArgumentException for a field that has none
    Dictionary dictionary(CodedField field);

    /// The columns of a key at a level, one per type it occurs with; [ValueType#RESIDUE] is not among them.
    List<Column> columns(AttributeLevel level, String key);

    /// All columns of a level, the residue included.
    List<Column> columns(AttributeLevel level);

    /// The column of attributes that have none of their own, or null when every attribute has one.
    @Nullable
    Column residue(AttributeLevel level);

    /// The id of the trace with that number (see [Batch#firstTrace()]).
    TraceId traceId(int trace);

    /// The number of a trace, or -1. A trace that is hidden here has a number all the same.
    int findTrace(TraceId id);

    /// The batch that holds the trace with that number.
    int batchOf(int trace);

    /// Total bytes of this source, for accounting: of its file, or of memory.
    long bytes();
}

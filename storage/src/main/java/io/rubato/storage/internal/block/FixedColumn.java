package io.rubato.storage.internal.block;

/// The columns that every block has, in the order they stand in the file: the order is the format's. Each
/// has one chunk a morsel.
enum FixedColumn {
    /// Traces: how many spans each has, their ids, their starts.
    TRACES,
    SPAN_ID,
    /// Depth in the trace's tree, 0 for roots; rows are in pre-order, so this says who is whose parent.
    DEPTH,
    /// The parent id as sent, of rows of depth 0 only: not zero where the parent is not in the block.
    ROOT_PARENT_ID,
    /// Start after the parent's start; for depth 0 after the trace's.
    START,
    DURATION,
    NAME,
    KIND,
    STATUS,
    ORIGIN,
    SPAN_SHAPE,
    /// The columns of the spans that list them themselves; see [LevelSink].
    SPAN_LIST,
    /// How many events, and how many links, each span has.
    EVENT_COUNT,
    LINK_COUNT,
    /// Time after the span's start.
    EVENT_TIME,
    EVENT_NAME,
    EVENT_SHAPE,
    EVENT_LIST,
    LINK_TRACE_ID,
    LINK_SPAN_ID,
    LINK_SHAPE,
    LINK_LIST
}

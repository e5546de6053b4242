package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.model.TraceId;

/// What a block is made of: spans by row, in any order. Implemented by whatever is sealed.
public interface BlockSpans {
    LevelRows spans();

    LevelRows events();

    LevelRows links();

    SlotValues names();

    SlotValues eventNames();

    RawOrigin rawOrigin(int code);

    int originCount();

    TraceId traceId(int trace);

    long spanId(int row);

    long parentId(int row);

    long start(int row);

    long duration(int row);

    int name(int row);

    int kind(int row);

    int status(int row);

    /// The code of the row's resource and scope.
    int origin(int row);

    /// First event row of a span; its last is before [#eventEnd(int)].
    int eventStart(int row);

    int eventEnd(int row);

    long eventTime(int eventRow);

    int eventName(int eventRow);

    int linkStart(int row);

    int linkEnd(int row);

    long linkTraceHigh(int linkRow);

    long linkTraceLow(int linkRow);

    long linkSpanId(int linkRow);
}

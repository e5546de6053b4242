package io.rubato.storage.internal.block;

import java.nio.ByteBuffer;
import java.util.List;

/// A finished block: its bytes in order, and what is known of it.
///
/// @param minStart the earliest span start, Unix nanoseconds
/// @param maxEnd the latest span end
/// @param maxTraceStart the latest trace start
public record BlockFile(
        List<ByteBuffer> parts, long bytes, long spans, long traces, long minStart, long maxEnd, long maxTraceStart) {
    /// The version of the format that blocks are written in.
    public static final int FORMAT_VERSION = BlockFileBuilder.FORMAT_VERSION;
}

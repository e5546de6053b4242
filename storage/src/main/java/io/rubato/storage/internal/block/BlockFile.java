package io.rubato.storage.internal.block;

import io.rubato.storage.NewerFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/// A finished block: its bytes in order, and what is known of it.
///
/// @param minStart the earliest span start, Unix nanoseconds
/// @param maxEnd the latest span end
/// @param maxTraceStart the latest trace start
public record BlockFile(
        List<ByteBuffer> parts, long bytes, long spans, long traces, long minStart, long maxEnd, long maxTraceStart) {
    /// The version of the format that blocks are written in.
    public static final int FORMAT_VERSION = BlockFileBuilder.FORMAT_VERSION;

    /// Makes ready what writing and reading blocks needs, so that it is not found to be missing when spans wait.
    ///
    /// @throws IOException when something cannot be loaded
    public static void load() throws IOException {
        Zstandard.load();
    }

    /// @param version of the format that a block is said to be written in
    /// @throws NewerFormatException when this program does not know it
    public static void requireKnown(UUID block, int version) {
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException(
                    "block " + block + ": " + Footer.newer(version).getMessage());
        }
    }
}

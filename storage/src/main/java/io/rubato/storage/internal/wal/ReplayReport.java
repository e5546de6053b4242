package io.rubato.storage.internal.wal;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a replay found.
///
/// @param records how many records were handed out
/// @param bytes their size in the log, headers included
/// @param position where the log goes on: the position after its last whole record, or the later one that was asked for
/// @param missing how many bytes it ends before that, 0 for none
/// @param tornTail what was cut off the end: a record that was being written when the process or machine died, which
///     nobody was told is durable; null when the log ends cleanly
/// @param damage bytes between whole records that could not be read, in the order of the log
public record ReplayReport(
        long records,
        long bytes,
        long position,
        long missing,
        @Nullable Damage tornTail,
        List<Damage> damage) {

    public ReplayReport {
        damage = List.copyOf(damage);
    }

    /// A stretch of the log that is lost.
    ///
    /// @param segment the file
    /// @param from position of the first byte
    /// @param to position after the last byte; equal to `from` when no record was touched
    /// @param reason one line for a person
    public record Damage(Path segment, long from, long to, String reason) {
        public long bytes() {
            return to - from;
        }

        @Override
        public String toString() {
            return segment.getFileName() + ": " + bytes() + " bytes at position " + from + ": " + reason;
        }
    }
}

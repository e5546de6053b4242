package io.rubato.storage.internal.wal;

import java.io.IOException;

/// Takes the records of a replay, in order, on the replaying thread.
@FunctionalInterface
public interface RecordHandler {
    /// @param position the position after the record: what [WriteAheadLog#release] takes once it is not needed
    /// @throws IOException ends the replay, which passes it on
    void accept(WalRecord record, long position) throws IOException;
}

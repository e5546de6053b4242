package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.file.Path;

/// Opens the log's files.
interface LogFiles {
    /// Files of the operating system.
    LogFiles SYSTEM = ChannelFile::new;

    /// Opens a file for reading and writing; creates it when it is missing.
    LogFile open(Path path) throws IOException;
}

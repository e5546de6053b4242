package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Opens the log's files.
interface LogFiles {
    /// Files of the operating system.
    LogFiles SYSTEM = ChannelFile::new;

    /// Opens a file for reading and writing; creates it when it is missing.
    LogFile open(Path path) throws IOException;

    /// Returns once the directory's entries are on the disk.
    default void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

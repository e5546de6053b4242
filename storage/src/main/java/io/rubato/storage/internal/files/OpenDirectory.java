package io.rubato.storage.internal.files;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A directory that stays open, so that its names can be synced also while the process may open no more files. Safe for
/// concurrent use.
public final class OpenDirectory implements Closeable {
    /// Null on Windows, which has no sync of a directory.
    private final @Nullable FileChannel channel;

    private OpenDirectory(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    public static OpenDirectory open(Path directory) throws IOException {
        return new OpenDirectory(
                File.separatorChar == '\\' ? null : FileChannel.open(directory, StandardOpenOption.READ));
    }

    /// Returns once the names in the directory are on the disk.
    public void sync() throws IOException {
        if (channel != null) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}

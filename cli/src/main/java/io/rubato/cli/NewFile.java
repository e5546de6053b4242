package io.rubato.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A file that is written under another name beside its place and moved there once it is whole, so that whoever reads
/// that place sees the old content or all of the new. If it is closed without [#commit], it is deleted and the old
/// content stays. Not thread-safe.
final class NewFile implements AutoCloseable {
    private final Path place;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream content;

    private NewFile(Path place, Path part, FileChannel channel) {
        this.place = place;
        this.part = part;
        this.channel = channel;
        this.content = Channels.newOutputStream(channel);
    }

    /// @throws IOException when the directory cannot be written to
    static NewFile beside(Path place) throws IOException {
        Path part = place.resolveSibling(
                place.getFileName() + ".part-" + ProcessHandle.current().pid());
        return new NewFile(
                place,
                part,
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    /// Where to write; not buffered.
    OutputStream content() {
        return content;
    }

    /// Makes what was written durable and puts it in its place.
    void commit() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}

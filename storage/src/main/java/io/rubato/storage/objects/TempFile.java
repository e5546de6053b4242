package io.rubato.storage.objects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Files on their way to becoming objects, all in one directory of the store.
final class TempFile {

    /// The JDK copies a heap buffer to a direct one of the same size and keeps that for the thread; so give it
    /// pieces.
    private static final int PIECE = 1 << 20;

    private TempFile() {}

    /// Writes and syncs a file. If that fails, no file is left.
    static Path write(Path root, ObjectContent content) throws IOException {
        Path file = Files.createDirectories(directory(root))
                .resolve(UUID.randomUUID().toString());
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(new WholeWrites(channel));
            channel.force(true);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
        return file;
    }

    /// Removes what a crash left.
    static void clear(Path root) throws IOException {
        Path directory = directory(root);
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Path directory(Path root) {
        return root.resolve(".tmp");
    }

    private record WholeWrites(FileChannel channel) implements WritableByteChannel {

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            while (source.hasRemaining()) {
                ByteBuffer piece = source.slice(source.position(), Math.min(PIECE, source.remaining()));
                source.position(source.position() + channel.write(piece));
            }
            return length;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // The store syncs the file and closes it.
        }
    }
}

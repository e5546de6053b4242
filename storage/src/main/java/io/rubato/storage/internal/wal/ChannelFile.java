package io.rubato.storage.internal.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of the operating system. Forcing has a channel of its own, so that it never meets a channel that the
/// appending thread has to open again.
final class ChannelFile implements LogFile {
    private final SteadyChannel content;
    private final SteadyChannel forcing;

    ChannelFile(Path path) throws IOException {
        this.content = new SteadyChannel(path);
        try {
            this.forcing = new SteadyChannel(path);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        int start = source.position();
        content.run(channel -> {
            source.position(start);
            long at = offset;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
            return at;
        });
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        int start = target.position();
        return (int) content.run(channel -> {
            target.position(start);
            return channel.read(target, offset);
        });
    }

    @Override
    public void force() throws IOException {
        forcing.run(channel -> {
            channel.force(false);
            return 0;
        });
    }

    @Override
    public long size() throws IOException {
        return content.run(FileChannel::size);
    }

    @Override
    public void truncate(long size) throws IOException {
        content.run(channel -> channel.truncate(size).size());
    }

    @Override
    public void close() throws IOException {
        try (forcing) {
            content.close();
        }
    }

    @FunctionalInterface
    private interface Operation {
        long on(FileChannel channel) throws IOException;
    }

    /// A file channel closes itself when its thread is interrupted. A request's thread may be interrupted at any
    /// time and the log must not end with it, so the operation is repeated on a new channel and the interrupt is
    /// handed back afterwards.
    private static final class SteadyChannel implements AutoCloseable {
        private final Path path;
        private FileChannel channel;

        SteadyChannel(Path path) throws IOException {
            this.path = path;
            this.channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        long run(Operation operation) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    try {
                        return operation.on(channel);
                    } catch (ClosedByInterruptException e) {
                        interrupted |= Thread.interrupted();
                        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

package io.rubato.storage.inspect;

import io.rubato.storage.internal.block.BlockInspection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// One block file, read without its store. Not thread-safe; closed by whoever opened it. Apart from [#verify],
/// damage throws [io.rubato.storage.DamagedException].
public final class BlockFileInspector implements AutoCloseable {
    private final FileChannel channel;
    private final BlockInspection inspection;

    private BlockFileInspector(FileChannel channel, BlockInspection inspection) {
        this.channel = channel;
        this.inspection = inspection;
    }

    /// Opens a block's file; reads nothing of it yet.
    ///
    /// @param name of the block, for messages
    /// @throws IOException when it cannot be read
    public static BlockFileInspector open(Path file, String name) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new BlockFileInspector(
                    channel, new BlockInspection(name, new ChannelBytes(channel, channel.size())));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// What it holds.
    public BlockReport report() {
        return inspection.report();
    }

    /// Reads all of it: every chunk's checksum, every value, every index entry. Calls `damage` with one line for
    /// each thing that is not as it was written, and goes on as far as there is sense in it.
    public void verify(Consumer<String> damage) {
        inspection.verify(damage);
    }

    /// Hands out each trace, or what this block has of it, as a serialized OTLP `TracesData`.
    ///
    /// @throws IOException when `traces` does
    public void forEachTrace(TraceConsumer traces) throws IOException {
        inspection.forEachTrace(traces);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

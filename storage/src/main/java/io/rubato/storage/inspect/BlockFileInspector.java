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
    private final DeadTraces dead;

    private BlockFileInspector(FileChannel channel, BlockInspection inspection, DeadTraces dead) {
        this.channel = channel;
        this.inspection = inspection;
        this.dead = dead;
    }

    /// Opens a block's file, in which every trace counts; reads nothing of it yet.
    ///
    /// @param name of the block, for messages
    /// @throws IOException when it cannot be read
    public static BlockFileInspector open(Path file, String name) throws IOException {
        return open(file, name, DeadTraces.NONE);
    }

    /// Opens the file of a block of which a store knows the dead traces.
    ///
    /// @throws IOException when it cannot be read
    public static BlockFileInspector open(StoreInspector.Block block) throws IOException {
        return open(block.file(), block.id(), block.dead());
    }

    private static BlockFileInspector open(Path file, String name, DeadTraces dead) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new BlockFileInspector(
                    channel, new BlockInspection(name, new ChannelBytes(channel, channel.size())), dead);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// What it holds, dead traces included.
    public BlockReport report() {
        return inspection.report();
    }

    /// Reads all of it: every chunk's checksum, every value, every index entry. Calls `damage` with one line for
    /// each thing that is not as it was written, and goes on as far as there is sense in it.
    public void verify(Consumer<String> damage) {
        inspection.verify(damage);
    }

    /// Hands out each trace that counts here, or what this block has of it, as a serialized OTLP `TracesData`.
    ///
    /// @throws IOException when `traces` does, or when it cannot be read which traces are dead
    public void forEachTrace(TraceConsumer traces) throws IOException {
        inspection.forEachTrace(dead.bits(), traces);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.inspect.BlockReport;
import io.rubato.storage.inspect.BlockReport.Part;
import io.rubato.storage.inspect.TraceConsumer;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Looks through one block outside of a store. Not thread-safe.
public final class BlockInspection {
    private static final long CACHE_BYTES = 64 << 20;

    /// Enough for what a chunk says first: checksum, count, kind.
    private static final int CHUNK_START = 16;

    private final BlockBytes bytes;
    private final BlockSource source;

    public BlockInspection(String name, BlockBytes bytes) {
        this.bytes = bytes;
        this.source = new BlockSource(name, bytes, new SectionCache(CACHE_BYTES));
    }

    /// What it holds.
    ///
    /// @throws DamagedException when the footer is not whole
    public BlockReport report() {
        Footer footer = source.sections().footer();
        List<BlockPart> parts = BlockParts.of(footer);
        List<MorselStats> morsels = footer.morsels();
        return new BlockReport(
                source.name(),
                bytes.size(),
                footer.version(),
                footer.rows(),
                footer.traces(),
                sum(morsels, MorselStats::events),
                sum(morsels, MorselStats::links),
                source.lateTraces().length,
                morsels.stream()
                        .mapToLong(morsel -> morsel.bounds().minStart())
                        .min()
                        .orElse(Long.MAX_VALUE),
                morsels.stream()
                        .mapToLong(morsel -> morsel.bounds().maxEnd())
                        .max()
                        .orElse(Long.MIN_VALUE),
                morsels.size(),
                bytes.size() - parts.stream().mapToLong(BlockPart::bytes).sum(),
                parts.stream()
                        .filter(part -> part.bytes() > 0)
                        .sorted(Comparator.comparingLong(BlockPart::bytes).reversed())
                        .map(this::report)
                        .toList());
    }

    private static long sum(List<MorselStats> morsels, ToLongFunction<MorselStats> field) {
        return morsels.stream().mapToLong(field).sum();
    }

    private Part report(BlockPart part) {
        Map<String, Integer> encodings = new TreeMap<>();
        if (part.form() != BlockPart.ChunkForm.OTHER) {
            for (Section chunk : part.chunks()) {
                if (!chunk.isNone()) {
                    encodings.merge(encoding(part.form(), chunk), 1, Integer::sum);
                }
            }
        }
        return new Part(
                part.kind(),
                part.level(),
                part.name(),
                part.attribute(),
                part.type(),
                part.values(),
                part.bytes(),
                encodings);
    }

    private String encoding(BlockPart.ChunkForm form, Section chunk) {
        byte[] start = new byte[Math.min(CHUNK_START, chunk.length())];
        try {
            bytes.read(chunk.offset(), start, 0, start.length);
        } catch (IOException e) {
            throw new DamagedException("block " + source.name() + " at byte " + chunk.offset() + ": " + e.getMessage());
        }
        Wire wire = new Wire().on(start, Chunks.CHECKSUM, start.length - Chunks.CHECKSUM);
        return switch (form) {
            case INTS -> Ints.kindName((int) wire.varint());
            case LONGS -> Longs.kindName((int) wire.varint());
            case COUNTED_INTS -> {
                wire.varint();
                yield Ints.kindName((int) wire.varint());
            }
            case COUNTED_LONGS -> {
                wire.varint();
                yield Longs.kindName((int) wire.varint());
            }
            case COUNTED_STRINGS -> "dictionary a morsel";
            case OTHER -> "";
        };
    }

    /// Reads and checks everything; each fault is one line to `damage`.
    public void verify(Consumer<String> damage) {
        new BlockVerifier(source, bytes, damage).verify();
    }

    /// Hands out each trace as a serialized `TracesData`.
    ///
    /// @param without traces, by number, that are left out, or null
    /// @throws DamagedException when a chunk that it needs is not whole
    public void forEachTrace(@Nullable Bits without, TraceConsumer traces) throws IOException {
        for (int i = 0; i < source.batches(); i++) {
            StoredBatch batch = source.open(i);
            for (int trace = 0; trace < batch.traces(); trace++) {
                int number = batch.firstTrace() + trace;
                if (without == null || number >= without.size() || !without.get(number)) {
                    traces.accept(spans(batch, trace));
                }
            }
        }
    }

    static byte[] spans(StoredBatch batch, int trace) {
        ByteSink sink = new ByteSink(16_384);
        OtlpWriter.write(batch, batch.traceStarts()[trace], batch.traceStarts()[trace + 1], sink);
        return sink.toByteArray();
    }
}

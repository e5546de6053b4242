package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The parts of a block's file, each decoded when it is first asked for and then cached. Every chunk's checksum is
/// verified when it is read; damage throws [io.rubato.storage.DamagedException] from whichever call meets it. Safe
/// for concurrent use.
final class BlockSections {
    private static final int TAIL = 4096;

    private final String name;
    private final ChunkReader chunks;
    private final SectionCache cache;
    private volatile int @Nullable [] firstTraces;

    /// @param name the block's id; parts of blocks with equal names share the cache
    BlockSections(String name, ChunkReader chunks, SectionCache cache) {
        this.name = name;
        this.chunks = chunks;
        this.cache = cache;
    }

    String name() {
        return name;
    }

    /// Bytes of the file.
    long bytes() {
        return chunks.size();
    }

    Footer footer() {
        return cache.get(name, Footer.class, 0, this::readFooter, Footer::size64);
    }

    private Footer readFooter() {
        long size = chunks.size();
        int end = BlockFileBuilder.MAGIC.length + Chunks.CHECKSUM;
        if (size < end + BlockFileBuilder.MAGIC.length) {
            throw chunks.damaged("a file of " + size + " bytes", 0);
        }
        int tail = (int) Math.min(size, TAIL);
        byte[] last = new byte[tail];
        chunks.read(size - tail, last, tail);
        byte[] magic = Arrays.copyOfRange(last, tail - BlockFileBuilder.MAGIC.length, tail);
        if (!Arrays.equals(magic, BlockFileBuilder.MAGIC)) {
            throw chunks.damaged("no block file: it does not end as one", size);
        }
        int length = new Wire().on(last, tail - end, 4).fixed32();
        if (length < Chunks.CHECKSUM || length > size - end) {
            throw chunks.damaged("a footer of " + length + " bytes", size);
        }
        Section section = new Section(size - end - length, length);
        return decode(section, "footer", Footer::read);
    }

    /// Reads a chunk past the cache, as [ChunkReader#decode] does.
    <T> T decode(Section section, String what, Function<Wire, T> decoder) {
        return chunks.decode(section, what, decoder);
    }

    private <T> T part(Section section, Class<T> type, Function<Wire, T> decoder, ToLongFunction<T> size) {
        return cache.get(name, type, section.offset(), () -> decode(section, type.getSimpleName(), decoder), size);
    }

    /// The decoded values of a column in one morsel, which nobody may change.
    <T> T column(Section section, Class<T> type, Supplier<T> decoded, ToLongFunction<T> size) {
        return cache.column(name, type, section.offset(), decoded, size);
    }

    ByteStrings strings(Footer.Strings stored) {
        return part(
                stored.strings(), ByteStrings.class, wire -> ByteStrings.read(wire, new Ints()), ByteStrings::size64);
    }

    Occurrence occurrence(Footer.Strings stored) {
        return part(
                stored.occurrence(), Occurrence.class, wire -> Occurrence.read(wire, morsels()), Occurrence::size64);
    }

    ValueIndex valueIndex(Section section) {
        return part(section, ValueIndex.class, wire -> ValueIndex.read(wire, new Ints()), ValueIndex::size64);
    }

    TraceIndex traceIndex() {
        return part(
                footer().traceIndex(), TraceIndex.class, wire -> TraceIndex.read(wire, new Ints()), TraceIndex::size64);
    }

    /// The filter of trace ids; null in a block of the first format, which has none.
    @Nullable
    TraceFilter traceFilter() {
        Section section = footer().traceFilter();
        return section.isNone() ? null : part(section, TraceFilter.class, TraceFilter::read, TraceFilter::size64);
    }

    MorselTraces traces(int morsel) {
        Section section = fixed(FixedColumn.TRACES, morsel);
        int count = traceCount(morsel);
        return part(section, MorselTraces.class, wire -> MorselTraces.read(wire, count), MorselTraces::size64);
    }

    /// The same, read past the cache.
    MorselTraces readTraces(int morsel) {
        int count = traceCount(morsel);
        return decode(fixed(FixedColumn.TRACES, morsel), "traces", wire -> MorselTraces.read(wire, count));
    }

    private int traceCount(int morsel) {
        return footer().morsels().get(morsel).bounds().traces();
    }

    Section fixed(FixedColumn column, int morsel) {
        return Objects.requireNonNull(footer().fixed().get(column)).chunk(morsel);
    }

    Footer.Level level(AttributeLevel level) {
        return Objects.requireNonNull(footer().levels().get(level));
    }

    BlockOrigins origins() {
        return part(
                footer().origins(), BlockOrigins.class, wire -> BlockOrigins.read(wire, cache), BlockOrigins::size64);
    }

    int morsels() {
        return footer().morsels().size();
    }

    /// Kept at hand, for it is small and asked for all the time.
    private int[] firstTraces() {
        int[] known = firstTraces;
        if (known == null) {
            known = footer().firstTraces();
            firstTraces = known;
        }
        return known;
    }

    /// The number of a morsel's first trace.
    int firstTrace(int morsel) {
        return firstTraces()[morsel];
    }

    /// The morsel that holds a trace.
    int morselOf(int trace) {
        int[] first = firstTraces();
        int found = Arrays.binarySearch(first, trace);
        while (found >= 0 && found + 1 < first.length && first[found + 1] == trace) {
            found++;
        }
        return found >= 0 ? found : ~found - 1;
    }

    TraceId traceId(int trace) {
        int morsel = morselOf(trace);
        return traces(morsel).id(trace - firstTrace(morsel));
    }
}

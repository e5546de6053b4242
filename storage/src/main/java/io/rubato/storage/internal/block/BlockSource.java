package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.columns.OptionalText;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A block, read chunk by chunk as it is asked for. Every chunk's checksum is verified when it is read;
/// damage throws [DamagedException] from whichever call meets it and leaves the rest readable.
public final class BlockSource implements StoredSource {
    private static final int TAIL = 4096;

    private final String name;
    private final ChunkReader chunks;
    private final SectionCache cache;
    private final @Nullable Bits hidden;
    private final boolean hidesRows;
    private final @Nullable BatchStats bounds;
    private final Arrivals arrivals;
    private volatile int @Nullable [] firstTraces;

    /// @param name the block's id; parts of blocks with equal names share the cache
    public BlockSource(String name, BlockBytes bytes, SectionCache cache) {
        this(name, bytes, cache, null, true, damage -> {});
    }

    /// @param name the block's id; parts of blocks with equal names share the cache
    /// @param bounds of all its spans, as far as they are known without reading the file
    /// @param isFlushed whether it was flushed from a head, not made of other blocks
    /// @param onDamage called with the message of each [DamagedException] besides
    public BlockSource(
            String name,
            BlockBytes bytes,
            SectionCache cache,
            @Nullable BatchStats bounds,
            boolean isFlushed,
            Consumer<String> onDamage) {
        this(
                name,
                new ChunkReader("block " + name, bytes, onDamage),
                cache,
                null,
                false,
                bounds,
                isFlushed ? new Arrivals(false, Map.of(name, 1)) : Arrivals.NONE);
    }

    private BlockSource(
            String name,
            ChunkReader chunks,
            SectionCache cache,
            @Nullable Bits hidden,
            boolean hidesRows,
            @Nullable BatchStats bounds,
            Arrivals arrivals) {
        this.name = name;
        this.chunks = chunks;
        this.cache = cache;
        this.hidden = hidden;
        this.hidesRows = hidesRows;
        this.bounds = bounds;
        this.arrivals = arrivals;
    }

    /// The same block with other traces hidden.
    ///
    /// @param hidesRows whether some of them do not count in another source either
    public BlockSource hiding(@Nullable Bits traces, boolean hidesRows) {
        return new BlockSource(name, chunks, cache, traces, hidesRows, bounds, arrivals);
    }

    @Nullable
    Bits hiddenTraces() {
        return hidden;
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

    /// Reads a chunk as [ChunkReader#decode] does.
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
                stored.occurrence(), Occurrence.class, wire -> Occurrence.read(wire, batches()), Occurrence::size64);
    }

    ValueIndex valueIndex(Section section) {
        return part(section, ValueIndex.class, wire -> ValueIndex.read(wire, new Ints()), ValueIndex::size64);
    }

    private TraceIndex traceIndex() {
        return part(
                footer().traceIndex(), TraceIndex.class, wire -> TraceIndex.read(wire, new Ints()), TraceIndex::size64);
    }

    /// False when the block certainly does not have the trace; a block of the first format does not know.
    boolean mayHave(TraceId id) {
        Section section = footer().traceFilter();
        return section.isNone()
                || part(section, TraceFilter.class, TraceFilter::read, TraceFilter::size64)
                        .mayHave(id);
    }

    MorselTraces traces(int morsel) {
        Footer footer = footer();
        Section section =
                Objects.requireNonNull(footer.fixed().get(FixedColumn.TRACES)).chunk(morsel);
        int count = footer.morsels().get(morsel).bounds().traces();
        return part(section, MorselTraces.class, wire -> MorselTraces.read(wire, count), MorselTraces::size64);
    }

    Section fixed(FixedColumn column, int morsel) {
        return Objects.requireNonNull(footer().fixed().get(column)).chunk(morsel);
    }

    Footer.Level level(AttributeLevel level) {
        return Objects.requireNonNull(footer().levels().get(level));
    }

    private record Origins(List<RawOrigin> raw, List<Origin> parsed) {
        /// What the cache holds of each is not counted here.
        long size64() {
            return 64 + 16L * raw.size();
        }
    }

    private record SharedOrigin(RawOrigin raw, Origin parsed) {
        static SharedOrigin of(RawOrigin raw) {
            return new SharedOrigin(raw, raw.parse());
        }

        long size64() {
            return 600 + 5L * raw.size();
        }
    }

    /// Most blocks have spans of the same origins.
    private Origins readOrigins(Wire wire) {
        int count = Chunks.checkCount(wire.varint());
        byte[] bytes = ByteStrings.read(wire, new Ints()).bytes();
        Wire inner = new Wire().on(bytes, 0, bytes.length);
        List<RawOrigin> raw = new ArrayList<>();
        List<Origin> parsed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawOrigin own = RawOrigin.read(inner);
            SharedOrigin shared =
                    cache.get(own, SharedOrigin.class, 0, () -> SharedOrigin.of(own), SharedOrigin::size64);
            raw.add(shared.raw);
            parsed.add(shared.parsed);
        }
        return new Origins(List.copyOf(raw), List.copyOf(parsed));
    }

    private Origins allOrigins() {
        return part(footer().origins(), Origins.class, this::readOrigins, Origins::size64);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int batches() {
        return footer().morsels().size();
    }

    @Override
    public @Nullable BatchStats bounds() {
        return bounds;
    }

    @Override
    public BatchStats stats(int batch) {
        return footer().morsels().get(batch).bounds();
    }

    @Override
    public boolean hidesRows() {
        return hidesRows;
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public StoredBatch open(int batch) {
        return new BlockBatch(this, batch);
    }

    @Override
    public StoredBatch openTrace(int trace) {
        return open(batchOf(trace));
    }

    @Override
    public List<Origin> origins() {
        return allOrigins().parsed();
    }

    @Override
    public RawOrigin rawOrigin(int code) {
        return allOrigins().raw().get(code);
    }

    @Override
    public io.rubato.storage.scan.Dictionary dictionary(CodedField field) {
        return switch (field) {
            case NAME -> strings(footer().names());
            case EVENT_NAME -> strings(footer().eventNames());
            case STATUS_MESSAGE -> optionalText(rareColumn(RareField.STATUS_MESSAGE));
            case TRACE_STATE -> optionalText(rareColumn(RareField.TRACE_STATE));
            case KIND, STATUS, ORIGIN -> throw new IllegalArgumentException("field: " + field + " (has no dictionary)");
        };
    }

    OptionalText optionalText(@Nullable StoredColumn column) {
        return new OptionalText(column == null ? null : column.dictionary());
    }

    @Nullable
    StoredColumn rareColumn(RareField field) {
        List<Footer.StoredAttribute> columns = level(AttributeLevel.SPAN).columns();
        for (int number = 0; number < columns.size(); number++) {
            if (columns.get(number).id().rare() == field) {
                return column(AttributeLevel.SPAN, number);
            }
        }
        return null;
    }

    @Override
    public List<Column> columns(AttributeLevel level, String key) {
        List<Column> found = new ArrayList<>();
        List<Footer.StoredAttribute> columns = level(level).columns();
        for (int number = 0; number < columns.size(); number++) {
            var id = columns.get(number).id();
            if (id.rare() == null && !id.isResidue() && id.key().equals(key)) {
                found.add(column(level, number));
            }
        }
        return found;
    }

    @Override
    public List<Column> columns(AttributeLevel level) {
        List<Column> found = new ArrayList<>();
        List<Footer.StoredAttribute> columns = level(level).columns();
        for (int number = 0; number < columns.size(); number++) {
            if (columns.get(number).id().rare() == null && columns.get(number).total() > 0) {
                found.add(column(level, number));
            }
        }
        return found;
    }

    @Override
    public @Nullable Column residue(AttributeLevel level) {
        StoredColumn residue = column(level, 0);
        return level(level).columns().get(0).total() == 0 ? null : residue;
    }

    @Override
    public List<StoredColumn> storedColumns(AttributeLevel level) {
        return IntStream.range(0, level(level).columns().size())
                .mapToObj(number -> column(level, number))
                .toList();
    }

    @Override
    public StoredColumn column(AttributeLevel level, int number) {
        return new BlockColumn(this, level, number, level(level).columns().get(number));
    }

    @Override
    public TraceId traceId(int trace) {
        int morsel = batchOf(trace);
        return traces(morsel).id(trace - firstTraces()[morsel]);
    }

    @Override
    public int findTrace(TraceId id) {
        return findTrace(id, damage -> {});
    }

    /// The same.
    ///
    /// @param damage is told of what cannot be read and may have the trace, if it is not found
    public int findTrace(TraceId id, Consumer<DamagedException> damage) {
        try {
            return mayHave(id) ? traceIndex().find(id, trace -> traceId(trace).equals(id)) : -1;
        } catch (DamagedException damaged) {
            return searchTrace(id, damage);
        }
    }

    /// Takes one of many traces that were looked for.
    @FunctionalInterface
    public interface FoundTrace {
        /// @param index of the id among those that were asked for
        /// @param trace the trace's number in the block
        void found(int index, int trace);
    }

    /// Looks for many traces, for which that is cheaper than one by one.
    public void findTraces(List<TraceId> ids, FoundTrace consumer) {
        try {
            Section section = footer().traceFilter();
            TraceFilter filter =
                    section.isNone() ? null : part(section, TraceFilter.class, TraceFilter::read, TraceFilter::size64);
            TraceIndex index = filter == null ? traceIndex() : null;
            for (int i = 0; i < ids.size(); i++) {
                TraceId id = ids.get(i);
                if (filter == null || filter.mayHave(id)) {
                    index = index == null ? traceIndex() : index;
                    int trace = index.find(id, candidate -> traceId(candidate).equals(id));
                    if (trace >= 0) {
                        consumer.found(i, trace);
                    }
                }
            }
        } catch (DamagedException damaged) {
            for (int i = 0; i < ids.size(); i++) {
                int trace = searchTrace(ids.get(i), damage -> {});
                if (trace >= 0) {
                    consumer.found(i, trace);
                }
            }
        }
    }

    /// Without the index: slow, but one damaged chunk must not make a whole block's traces unfindable.
    private int searchTrace(TraceId id, Consumer<DamagedException> damage) {
        int[] first;
        try {
            first = footer().firstTraces();
        } catch (DamagedException damaged) {
            damage.accept(damaged);
            return -1;
        }
        List<DamagedException> met = new ArrayList<>();
        for (int morsel = 0; morsel < first.length - 1; morsel++) {
            try {
                MorselTraces traces = traces(morsel);
                for (int i = 0; i < first[morsel + 1] - first[morsel]; i++) {
                    if (traces.id(i).equals(id)) {
                        return first[morsel] + i;
                    }
                }
            } catch (DamagedException damaged) {
                // Another morsel may have the trace.
                met.add(damaged);
            }
        }
        met.forEach(damage);
        return -1;
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

    @Override
    public int batchOf(int trace) {
        int[] first = firstTraces();
        int found = Arrays.binarySearch(first, trace);
        while (found >= 0 && found + 1 < first.length && first[found + 1] == trace) {
            found++;
        }
        return found >= 0 ? found : ~found - 1;
    }

    @Override
    public long bytes() {
        return chunks.size();
    }

    /// The traces, by number, that had spans in other blocks when this one was written.
    public int[] lateTraces() {
        return decode(
                footer().lateTraces(), "late traces", wire -> new Ints().read(wire, Chunks.checkCount(wire.varint())));
    }

    /// Whether a root of the trace is here; true when that is not known.
    public boolean hasRoot(int trace) {
        return trace < footer().rootless();
    }

    /// Hashes of all traces' ids, dead ones included, as [TraceFilter] takes them; reads past the cache.
    ///
    /// @throws DamagedException when some cannot be read
    public long[] traceHashes() {
        Footer footer = footer();
        long[] hashes = new long[(int) footer.traces()];
        Extent ids = Objects.requireNonNull(footer.fixed().get(FixedColumn.TRACES));
        int next = 0;
        for (int morsel = 0; morsel < batches(); morsel++) {
            int count = footer.morsels().get(morsel).bounds().traces();
            MorselTraces traces = decode(ids.chunk(morsel), "traces", wire -> MorselTraces.read(wire, count));
            for (int i = 0; i < count; i++) {
                hashes[next++] = TraceFilter.hash(traces.id(i));
            }
        }
        return hashes;
    }

    /// How many spans of the trace are here.
    public int spanCount(int trace) {
        int morsel = batchOf(trace);
        return traces(morsel).rows()[trace - firstTraces()[morsel]];
    }

    /// The start of the trace's earliest span here, Unix nanoseconds.
    public long traceStart(int trace) {
        int morsel = batchOf(trace);
        return traces(morsel).starts()[trace - firstTraces()[morsel]];
    }

    public long spans() {
        return footer().rows();
    }

    public long traceCount() {
        return footer().traces();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockSource block && block.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}

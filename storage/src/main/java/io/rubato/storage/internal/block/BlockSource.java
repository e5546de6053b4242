package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.columns.OptionalText;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredColumn;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A block, read chunk by chunk as it is asked for. Every chunk's checksum is verified when it is read;
/// damage throws [DamagedException] from whichever call meets it and leaves the rest readable.
public final class BlockSource implements StoredSource {
    private final BlockSections sections;
    private final TraceLookup lookup;
    private final @Nullable Bits hidden;
    private final boolean hidesRows;
    private final @Nullable BatchStats bounds;
    private final Arrivals arrivals;

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
                new BlockSections(name, new ChunkReader("block " + name, bytes, onDamage), cache),
                null,
                false,
                bounds,
                isFlushed ? new Arrivals(false, Map.of(name, 1)) : Arrivals.NONE);
    }

    private BlockSource(
            BlockSections sections,
            @Nullable Bits hidden,
            boolean hidesRows,
            @Nullable BatchStats bounds,
            Arrivals arrivals) {
        this.sections = sections;
        this.lookup = new TraceLookup(sections);
        this.hidden = hidden;
        this.hidesRows = hidesRows;
        this.bounds = bounds;
        this.arrivals = arrivals;
    }

    /// The same block with other traces hidden.
    ///
    /// @param hidesRows whether some of them do not count in another source either
    public BlockSource hiding(@Nullable Bits traces, boolean hidesRows) {
        return new BlockSource(sections, traces, hidesRows, bounds, arrivals);
    }

    @Nullable
    Bits hiddenTraces() {
        return hidden;
    }

    BlockSections sections() {
        return sections;
    }

    /// Finds its traces.
    public TraceLookup lookup() {
        return lookup;
    }

    @Override
    public String name() {
        return sections.name();
    }

    @Override
    public int batches() {
        return sections.morsels();
    }

    @Override
    public @Nullable BatchStats bounds() {
        return bounds;
    }

    @Override
    public BatchStats stats(int batch) {
        return sections.footer().morsels().get(batch).bounds();
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
        return sections.origins().parsed();
    }

    @Override
    public RawOrigin rawOrigin(int code) {
        return sections.origins().raw().get(code);
    }

    @Override
    public io.rubato.storage.scan.Dictionary dictionary(CodedField field) {
        return switch (field) {
            case NAME -> sections.strings(sections.footer().names());
            case EVENT_NAME -> sections.strings(sections.footer().eventNames());
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
        List<Footer.StoredAttribute> columns =
                sections.level(AttributeLevel.SPAN).columns();
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
        List<Footer.StoredAttribute> columns = sections.level(level).columns();
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
        List<Footer.StoredAttribute> columns = sections.level(level).columns();
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
        return sections.level(level).columns().get(0).total() == 0 ? null : residue;
    }

    @Override
    public List<StoredColumn> storedColumns(AttributeLevel level) {
        return IntStream.range(0, sections.level(level).columns().size())
                .mapToObj(number -> column(level, number))
                .toList();
    }

    @Override
    public StoredColumn column(AttributeLevel level, int number) {
        return new BlockColumn(
                this, level, number, sections.level(level).columns().get(number));
    }

    @Override
    public TraceId traceId(int trace) {
        return sections.traceId(trace);
    }

    @Override
    public int findTrace(TraceId id) {
        return lookup.find(id, damage -> {});
    }

    @Override
    public int batchOf(int trace) {
        return sections.morselOf(trace);
    }

    @Override
    public long bytes() {
        return sections.bytes();
    }

    /// The traces, by number, that had spans in other blocks when this one was written.
    public int[] lateTraces() {
        return sections.decode(
                sections.footer().lateTraces(),
                "late traces",
                wire -> new Ints().read(wire, Chunks.checkCount(wire.varint())));
    }

    /// Whether a root of the trace is here; true when that is not known.
    public boolean hasRoot(int trace) {
        return trace < sections.footer().rootless();
    }

    /// Hashes of all traces' ids, dead ones included, as [GroupFilter] takes them; reads past the cache.
    ///
    /// @throws DamagedException when some cannot be read
    public long[] traceHashes() {
        long[] hashes = new long[(int) traceCount()];
        int next = 0;
        for (int morsel = 0; morsel < batches(); morsel++) {
            MorselTraces traces = sections.readTraces(morsel);
            for (int i = 0; i < traces.rows().length; i++) {
                hashes[next++] = TraceFilter.hash(traces.id(i));
            }
        }
        return hashes;
    }

    /// Where the filter of trace ids lies in the file, for [TraceLookup#rarely(Section)].
    public Section filterSection() {
        return sections.footer().traceFilter();
    }

    /// How many spans of the trace are here.
    public int spanCount(int trace) {
        int morsel = batchOf(trace);
        return sections.traces(morsel).rows()[trace - sections.firstTrace(morsel)];
    }

    /// The start of the trace's earliest span here, Unix nanoseconds.
    public long traceStart(int trace) {
        int morsel = batchOf(trace);
        return sections.traces(morsel).starts()[trace - sections.firstTrace(morsel)];
    }

    public long spans() {
        return sections.footer().rows();
    }

    public long traceCount() {
        return sections.footer().traces();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BlockSource block && block.name().equals(name());
    }

    @Override
    public int hashCode() {
        return name().hashCode();
    }
}

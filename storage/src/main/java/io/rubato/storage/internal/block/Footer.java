package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.NewerFormatException;
import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// A block's footer, read: where every chunk lies. Immutable.
///
/// @param version of the format
/// @param firstTraces the number of each morsel's first trace, and the number of traces at the end
/// @param rootless the number of the first trace without a root: all after it have none either
record Footer(
        int version,
        long rows,
        long traces,
        List<MorselStats> morsels,
        int[] firstTraces,
        Map<FixedColumn, Extent> fixed,
        Map<AttributeLevel, Level> levels,
        Strings names,
        Strings eventNames,
        Section origins,
        Section traceIndex,
        Section lateTraces,
        Section traceFilter,
        int rootless) {

    /// What is read: version 1 has no filter of trace ids and does not know which traces have a root.
    private static final int OLDEST_VERSION = 1;

    /// The version that knows which traces have a root.
    static final int ROOTS_SINCE = 2;

    static final List<ToLongFunction<BatchStats>> BOUNDS = List.of(
            BatchStats::spans,
            BatchStats::traces,
            BatchStats::minStart,
            BatchStats::maxStart,
            BatchStats::maxEnd,
            BatchStats::maxTraceStart,
            BatchStats::minDuration,
            BatchStats::maxDuration);

    /// A dictionary and which morsels its codes occur in.
    record Strings(Section strings, Section occurrence) {
        static final Strings NONE = new Strings(Section.NONE, Section.NONE);
    }

    /// The shapes and columns of a level.
    record Level(int[] shapeParents, int[] shapeColumns, List<StoredAttribute> columns) {}

    /// One attribute column: a shared dictionary, or an index over the morsels' own, or neither.
    record StoredAttribute(ColumnId id, int total, Extent extent, Strings shared, Section index) {
        boolean isShared() {
            return !shared.strings.isNone();
        }
    }

    /// Memory held, bytes, roughly.
    long size64() {
        long size = 1024 + 176L * morsels.size();
        for (Extent extent : fixed.values()) {
            size += 64 + extent.size64();
        }
        for (Level level : levels.values()) {
            size += 8L * level.shapeParents.length;
            for (StoredAttribute column : level.columns) {
                size += 96 + column.extent.size64();
            }
        }
        return size;
    }

    /// What to say of a block that this program is too old for.
    static NewerFormatException newer(long version) {
        return new NewerFormatException(
                ("format version %d is too new: this program reads versions %d to %d. It needs the Rubato that wrote it,"
                                + " or a newer one")
                        .formatted(version, OLDEST_VERSION, BlockFileBuilder.FORMAT_VERSION));
    }

    static Footer read(Wire wire) {
        long version = wire.varint();
        if (version < OLDEST_VERSION) {
            throw new DamagedException("format version " + version);
        }
        if (version > BlockFileBuilder.FORMAT_VERSION) {
            throw newer(version);
        }
        byte[] bytes = ByteStrings.read(wire, new Ints()).bytes();
        return new Reader(new Wire().on(bytes, 0, bytes.length), (int) version).read();
    }

    /// Reads what [BlockFileBuilder] wrote, in its order.
    private static final class Reader {
        private final Wire wire;
        private final Ints ints = new Ints();
        private final Longs longs = new Longs();
        private final int version;
        private int morselCount;

        Reader(Wire wire, int version) {
            this.wire = wire;
            this.version = version;
        }

        Footer read() {
            long rows = wire.varint();
            long traces = wire.varint();
            morselCount = Chunks.checkCount(wire.varint());
            List<MorselStats> morsels = morsels();
            Map<FixedColumn, Extent> fixed = new EnumMap<>(FixedColumn.class);
            for (FixedColumn column : FixedColumn.values()) {
                fixed.put(column, extent());
            }
            Map<AttributeLevel, Level> levels = new EnumMap<>(AttributeLevel.class);
            for (AttributeLevel level : AttributeLevel.values()) {
                levels.put(level, level());
            }
            return new Footer(
                    version,
                    rows,
                    traces,
                    morsels,
                    firstTraces(morsels),
                    fixed,
                    levels,
                    strings(),
                    strings(),
                    Section.read(wire),
                    Section.read(wire),
                    Section.read(wire),
                    version == OLDEST_VERSION ? Section.NONE : Section.read(wire),
                    version == OLDEST_VERSION ? (int) traces : Chunks.checkCount(wire.varint()));
        }

        private List<MorselStats> morsels() {
            long[] events = longs.read(wire, morselCount);
            long[] links = longs.read(wire, morselCount);
            long[][] bounds = new long[BOUNDS.size()][];
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] = longs.read(wire, morselCount);
            }
            List<MorselStats> morsels = new ArrayList<>(morselCount);
            for (int i = 0; i < morselCount; i++) {
                morsels.add(new MorselStats(
                        new BatchStats(
                                Chunks.checkCount(bounds[0][i]),
                                Chunks.checkCount(bounds[1][i]),
                                bounds[2][i],
                                bounds[3][i],
                                bounds[4][i],
                                bounds[5][i],
                                bounds[6][i],
                                bounds[7][i]),
                        Chunks.checkCount(events[i]),
                        Chunks.checkCount(links[i])));
            }
            return List.copyOf(morsels);
        }

        private static int[] firstTraces(List<MorselStats> morsels) {
            int[] first = new int[morsels.size() + 1];
            for (int i = 0; i < morsels.size(); i++) {
                first[i + 1] = first[i] + morsels.get(i).bounds().traces();
            }
            return first;
        }

        private Extent extent() {
            return Extent.of(wire.varint(), ints.read(wire, morselCount));
        }

        private Strings strings() {
            return new Strings(Section.read(wire), Section.read(wire));
        }

        private Level level() {
            int shapes = Chunks.checkCount(wire.varint());
            int[] parents = ints.read(wire, shapes);
            int[] shapeColumns = ints.read(wire, shapes);
            int count = Chunks.checkCount(wire.varint());
            List<StoredAttribute> columns = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                columns.add(column());
            }
            return new Level(parents, shapeColumns, List.copyOf(columns));
        }

        private StoredAttribute column() {
            ColumnId id = id();
            int total = Chunks.checkCount(wire.varint());
            Extent extent = extent();
            int kind = (int) wire.varint();
            Strings shared = kind == 1 ? strings() : Strings.NONE;
            return new StoredAttribute(id, total, extent, shared, kind == 2 ? Section.read(wire) : Section.NONE);
        }

        private ColumnId id() {
            int rare = (int) wire.varint();
            ValueType type = ValueType.of((int) wire.varint());
            int length = wire.length();
            String key = new String(wire.bytes(), wire.position(), length, StandardCharsets.UTF_8);
            wire.advance(length);
            return ColumnIds.shared(new ColumnId(key, type, rare == 0 ? null : RareField.of(rare - 1)));
        }
    }
}

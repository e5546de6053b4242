package io.rubato.storage.internal.block;

import io.rubato.storage.inspect.BlockReport.Kind;
import io.rubato.storage.internal.block.BlockPart.ChunkForm;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.scan.AttributeLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything that lies between a block's first magic and its footer.
final class BlockParts {
    private final Footer footer;
    private final List<BlockPart> parts = new ArrayList<>();

    private BlockParts(Footer footer) {
        this.footer = footer;
    }

    /// In the order of the footer.
    static List<BlockPart> of(Footer footer) {
        BlockParts all = new BlockParts(footer);
        for (FixedColumn column : FixedColumn.values()) {
            all.fixed(column);
        }
        for (AttributeLevel level : AttributeLevel.values()) {
            all.level(level);
        }
        all.dictionary("span", "name", false, footer.names());
        all.dictionary("event", "name", false, footer.eventNames());
        all.single(Kind.DICTIONARY, "trace", "resources and scopes", false, "dictionary", footer.origins());
        all.single(Kind.INDEX, "trace", "trace id", false, "index", footer.traceIndex());
        all.single(Kind.INDEX, "trace", "late traces", false, "list", footer.lateTraces());
        all.single(Kind.INDEX, "trace", "trace id", false, "filter", footer.traceFilter());
        return List.copyOf(all.parts);
    }

    private void fixed(FixedColumn column) {
        String name = column.name().toLowerCase(Locale.ROOT);
        Extent extent = footer.fixed().get(column);
        if (extent == null) {
            throw new IllegalStateException("a footer without " + column);
        }
        String level = name.startsWith("event_") && column != FixedColumn.EVENT_COUNT
                ? "event"
                : name.startsWith("link_") && column != FixedColumn.LINK_COUNT ? "link" : "span";
        String shown = level.equals("span") ? name : name.substring(name.indexOf('_') + 1);
        parts.add(new BlockPart(
                Kind.COLUMN,
                column == FixedColumn.TRACES ? "trace" : level,
                shown.replace('_', ' '),
                false,
                type(column),
                values(column),
                form(column),
                chunks(extent)));
    }

    private static String type(FixedColumn column) {
        return switch (column) {
            case TRACES -> "spans, start, id";
            case SPAN_ID, ROOT_PARENT_ID, LINK_SPAN_ID, LINK_TRACE_ID -> "id";
            case START, DURATION, EVENT_TIME -> "nanoseconds";
            case NAME, KIND, STATUS, ORIGIN, EVENT_NAME -> "code";
            case DEPTH, EVENT_COUNT, LINK_COUNT -> "number";
            case SPAN_SHAPE, EVENT_SHAPE, LINK_SHAPE -> "shape";
            case SPAN_LIST, EVENT_LIST, LINK_LIST -> "columns";
        };
    }

    private long values(FixedColumn column) {
        return switch (column) {
            case TRACES -> footer.traces();
            case SPAN_ID, START, DURATION, NAME, KIND, STATUS, ORIGIN, DEPTH, SPAN_SHAPE, EVENT_COUNT, LINK_COUNT ->
                footer.rows();
            case EVENT_TIME, EVENT_NAME, EVENT_SHAPE ->
                footer.morsels().stream().mapToLong(MorselStats::events).sum();
            case LINK_SPAN_ID, LINK_TRACE_ID, LINK_SHAPE ->
                footer.morsels().stream().mapToLong(MorselStats::links).sum();
            case ROOT_PARENT_ID, SPAN_LIST, EVENT_LIST, LINK_LIST -> -1;
        };
    }

    private static ChunkForm form(FixedColumn column) {
        return switch (column) {
            case TRACES -> ChunkForm.OTHER;
            case SPAN_ID, ROOT_PARENT_ID, START, DURATION, EVENT_TIME, LINK_TRACE_ID, LINK_SPAN_ID -> ChunkForm.LONGS;
            case DEPTH,
                    NAME,
                    KIND,
                    STATUS,
                    ORIGIN,
                    SPAN_SHAPE,
                    EVENT_COUNT,
                    LINK_COUNT,
                    EVENT_NAME,
                    EVENT_SHAPE,
                    LINK_SHAPE -> ChunkForm.INTS;
            case SPAN_LIST, EVENT_LIST, LINK_LIST -> ChunkForm.COUNTED_INTS;
        };
    }

    private static List<Section> chunks(Extent extent) {
        List<Section> chunks = new ArrayList<>();
        long at = extent.offset();
        for (int i = 0; i < extent.count(); i++) {
            int length = extent.length(i);
            chunks.add(length == 0 ? Section.NONE : new Section(at, length));
            at += length;
        }
        return List.copyOf(chunks);
    }

    private void level(AttributeLevel level) {
        Footer.Level stored = footer.levels().get(level);
        String name = level.name().toLowerCase(Locale.ROOT);
        for (Footer.StoredAttribute column : stored == null ? List.<Footer.StoredAttribute>of() : stored.columns()) {
            attribute(name, column);
        }
    }

    private void attribute(String level, Footer.StoredAttribute column) {
        RareField rare = column.id().rare();
        boolean attribute = rare == null && !column.id().isResidue();
        String name = rare != null
                ? rare.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : attribute ? column.id().key() : "other attributes";
        ChunkForm form = !column.id().type().isCoded()
                ? ChunkForm.COUNTED_LONGS
                : column.isShared() ? ChunkForm.COUNTED_INTS : ChunkForm.COUNTED_STRINGS;
        String type = column.id().type().name().toLowerCase(Locale.ROOT);
        parts.add(new BlockPart(
                Kind.COLUMN, level, name, attribute, type, column.total(), form, chunks(column.extent())));
        if (column.isShared()) {
            dictionary(level, name, attribute, column.shared());
        }
        if (!column.index().isNone()) {
            single(Kind.INDEX, level, name, attribute, "value index", column.index());
        }
    }

    private void dictionary(String level, String name, boolean attribute, Footer.Strings strings) {
        single(Kind.DICTIONARY, level, name, attribute, "dictionary", strings.strings());
        single(Kind.INDEX, level, name, attribute, "code index", strings.occurrence());
    }

    private void single(Kind kind, String level, String name, boolean attribute, String type, Section section) {
        if (section.isNone()) {
            return;
        }
        parts.add(new BlockPart(kind, level, name, attribute, type, -1, ChunkForm.OTHER, List.of(section)));
    }
}

package io.rubato.storage.internal.block;

import io.rubato.storage.internal.columns.ColumnId;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.BatchStats;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Puts the finished columns of a block into one file and writes the footer that finds them again. The
/// calls are made in the order in which [Footer] reads.
final class BlockFileBuilder {
    static final byte[] MAGIC = "RUBATO\0\1".getBytes(StandardCharsets.ISO_8859_1);
    static final int FORMAT_VERSION = 2;

    private final Encoders encoders;
    private final List<MorselStats> morsels;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private final ByteSink body = new ByteSink(16_384);
    private long position;

    BlockFileBuilder(Encoders encoders, List<MorselStats> morsels) {
        this.encoders = encoders;
        this.morsels = morsels;
        add(ByteBuffer.wrap(MAGIC));
    }

    private long add(ByteBuffer part) {
        long at = position;
        if (part.hasRemaining()) {
            parts.add(part);
            position += part.remaining();
        }
        return at;
    }

    void fixed(ColumnSink sink) {
        column(sink);
    }

    private void column(ColumnSink sink) {
        sink.padTo(morsels.size());
        body.varint(add(ByteBuffer.wrap(sink.bytes().bytes(), 0, sink.bytes().size())));
        encoders.ints().write(sink.lengths(), morsels.size(), body);
    }

    private void section(ByteSink chunk) {
        int length = Chunks.end(chunk, Chunks.CHECKSUM);
        new Section(add(ByteBuffer.wrap(chunk.bytes(), 0, chunk.size())), length).write(body);
    }

    private static ByteSink startSection() {
        ByteSink chunk = new ByteSink(1024);
        Chunks.start(chunk);
        return chunk;
    }

    void level(LevelSink level) {
        level.writeShapes(body);
        body.varint(level.columns().size());
        for (AttributeSink column : level.columns()) {
            id(column.id());
            body.varint(column.total());
            column(column.chunks());
            DictionarySink dictionary = column.dictionary();
            ValueIndexSink index = column.index();
            body.put(dictionary != null ? 1 : index != null ? 2 : 0);
            if (dictionary != null) {
                dictionary(dictionary);
            } else if (index != null) {
                ByteSink chunk = startSection();
                index.write(encoders.ints(), chunk);
                section(chunk);
            }
        }
    }

    private void id(ColumnId id) {
        RareField rare = id.rare();
        body.varint(rare == null ? 0 : rare.code() + 1);
        body.varint(id.type().code());
        body.block(id.key().getBytes(StandardCharsets.UTF_8));
    }

    private void dictionary(DictionarySink dictionary) {
        ByteSink strings = startSection();
        dictionary.write(encoders.ints(), strings);
        section(strings);
        ByteSink occurrence = startSection();
        dictionary.writeOccurrence(morsels.size(), occurrence);
        section(occurrence);
    }

    void names(DictionarySink names, DictionarySink eventNames) {
        dictionary(names);
        dictionary(eventNames);
    }

    void origins(List<RawOrigin> origins) {
        ByteSink raw = new ByteSink(4096);
        origins.forEach(origin -> origin.write(raw));
        ByteSink chunk = startSection();
        chunk.varint(origins.size());
        ByteStrings.write(raw, new int[] {raw.size()}, 1, encoders.ints(), chunk);
        section(chunk);
    }

    void traceIndex(TraceId[] ids, int count) {
        ByteSink chunk = startSection();
        TraceIndex.write(ids, count, encoders.ints(), chunk);
        section(chunk);
    }

    void lateTraces(int[] traces) {
        ByteSink chunk = startSection();
        chunk.varint(traces.length);
        encoders.ints().write(traces, traces.length, chunk);
        section(chunk);
    }

    void traceFilter(TraceId[] ids, int count) {
        ByteSink chunk = startSection();
        TraceFilter.of(ids, count).write(chunk);
        section(chunk);
    }

    /// @param first the number of the first trace without a root
    void rootless(int first) {
        body.varint(first);
    }

    /// Writes the footer: a chunk of the format version, the counts, the morsels and all that was said
    /// before; then its length and the magic once more.
    BlockFile build(long rows, long traces) {
        ByteSink head = new ByteSink(body.size() + 1024);
        head.varint(rows);
        head.varint(traces);
        head.varint(morsels.size());
        bounds(MorselStats::events, head);
        bounds(MorselStats::links, head);
        for (ToLongFunction<BatchStats> field : Footer.BOUNDS) {
            bounds(morsel -> field.applyAsLong(morsel.bounds()), head);
        }
        head.put(body.bytes(), 0, body.size());
        ByteSink footer = startSection();
        footer.varint(FORMAT_VERSION);
        ByteStrings.write(head, new int[] {head.size()}, 1, encoders.ints(), footer);
        int length = Chunks.end(footer, Chunks.CHECKSUM);
        footer.fixed32(length);
        footer.put(MAGIC);
        add(ByteBuffer.wrap(footer.bytes(), 0, footer.size()));
        return new BlockFile(
                parts,
                position,
                rows,
                traces,
                morsels.stream()
                        .mapToLong(morsel -> morsel.bounds().minStart())
                        .min()
                        .orElse(Long.MAX_VALUE),
                morsels.stream()
                        .mapToLong(morsel -> morsel.bounds().maxEnd())
                        .max()
                        .orElse(Long.MIN_VALUE),
                morsels.stream()
                        .mapToLong(morsel -> morsel.bounds().maxTraceStart())
                        .max()
                        .orElse(Long.MIN_VALUE));
    }

    private void bounds(ToLongFunction<MorselStats> field, ByteSink target) {
        encoders.longs().write(morsels.stream().mapToLong(field).toArray(), morsels.size(), target);
    }
}

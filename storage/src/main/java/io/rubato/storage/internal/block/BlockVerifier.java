package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.columns.AnyValues;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.BatchStats;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Checks a block against itself: every chunk's checksum first, then, if all are right, that what they say
/// agrees. Used once.
final class BlockVerifier {
    private final BlockSource source;
    private final BlockBytes bytes;
    private final Consumer<String> damage;
    private boolean damaged;

    BlockVerifier(BlockSource source, BlockBytes bytes, Consumer<String> damage) {
        this.source = source;
        this.bytes = bytes;
        this.damage = damage;
    }

    void verify() {
        try {
            checkMagic();
            List<BlockPart> parts = BlockParts.of(source.sections().footer());
            checkLength(parts);
            parts.forEach(this::checkChunks);
        } catch (DamagedException | UncheckedIOException e) {
            found(String.valueOf(e.getMessage()));
        }
        if (!damaged) {
            checkContent();
        }
    }

    private void found(String what) {
        damaged = true;
        damage.accept(what);
    }

    private String at(int morsel) {
        return "block " + source.name() + ", morsel " + morsel + ": ";
    }

    private byte[] read(long position, int length) {
        byte[] target = new byte[length];
        try {
            bytes.read(position, target, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("block " + source.name() + ": " + e.getMessage(), e);
        }
        return target;
    }

    private void checkMagic() {
        byte[] magic = BlockFileBuilder.MAGIC;
        if (bytes.size() < magic.length || !Arrays.equals(read(0, magic.length), magic)) {
            found("block " + source.name() + " at byte 0: no block file: it does not begin as one");
        }
    }

    /// All chunks, both magics and the footer make up the whole file.
    private void checkLength(List<BlockPart> parts) {
        int end = BlockFileBuilder.MAGIC.length + 4;
        int footer = new Wire().on(read(bytes.size() - end, 4), 0, 4).fixed32();
        long expected = BlockFileBuilder.MAGIC.length
                + parts.stream().mapToLong(BlockPart::bytes).sum()
                + footer
                + end;
        if (bytes.size() != expected) {
            found("block " + source.name() + ": " + bytes.size() + " bytes (expected: " + expected
                    + ", the sum of its parts)");
        }
    }

    private void checkChunks(BlockPart part) {
        for (int i = 0; i < part.chunks().size(); i++) {
            Section chunk = part.chunks().get(i);
            if (!chunk.isNone()) {
                String what = part.title() + (part.chunks().size() > 1 ? ", morsel " + i : "");
                try {
                    source.sections().decode(chunk, what, wire -> what);
                } catch (DamagedException | UncheckedIOException e) {
                    found(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void checkContent() {
        Footer footer = source.sections().footer();
        long rows = 0;
        for (int i = 0; i < footer.morsels().size(); i++) {
            rows += footer.morsels().get(i).bounds().spans();
            try {
                checkMorsel(i);
            } catch (RuntimeException e) {
                // Bytes that pass their checksum and cannot be decoded may fail in any way.
                found(at(i) + (e instanceof DamagedException ? e.getMessage() : e.toString()));
            }
        }
        int traces = footer.firstTraces()[footer.morsels().size()];
        if (footer.rootless() > footer.traces()) {
            found("block %s: no roots from trace number %d on (expected: at most %d, the number of traces)"
                    .formatted(source.name(), footer.rootless(), footer.traces()));
        }
        if (rows != footer.rows() || traces != footer.traces()) {
            found("block %s: %d spans and %d traces in its morsels (expected: %d and %d, as the footer says)"
                    .formatted(source.name(), rows, traces, footer.rows(), footer.traces()));
        }
    }

    private void checkMorsel(int morsel) {
        BlockBatch batch = (BlockBatch) source.open(morsel);
        int rows = batch.traceStarts()[batch.traces()];
        if (rows != batch.rows()) {
            found(at(morsel) + rows + " spans in its traces (expected: " + batch.rows() + ")");
            return;
        }
        checkBounds(batch, morsel);
        checkRoots(batch, morsel);
        for (int trace = 0; trace < batch.traces(); trace++) {
            checkTrace(batch, trace, morsel);
        }
        checkCodes(batch.codes(CodedField.NAME), source.sections().footer().names(), "span name", morsel);
        checkCodes(
                batch.codes(CodedField.EVENT_NAME), source.sections().footer().eventNames(), "event name", morsel);
        for (AttributeLevel level : AttributeLevel.values()) {
            for (int number = 0;
                    number < source.sections().level(level).columns().size();
                    number++) {
                checkColumn(batch, (BlockColumn) source.column(level, number), morsel);
            }
        }
    }

    private void checkTrace(BlockBatch batch, int trace, int morsel) {
        int number = batch.firstTrace() + trace;
        TraceId id = batch.traceId(trace);
        if (!source.lookup().mayHave(id)) {
            found(at(morsel) + "trace " + id + " does not pass the filter of trace ids");
            return;
        }
        int indexed = source.findTrace(id);
        if (indexed != number) {
            found(at(morsel) + "trace " + id + " is number " + indexed + " in the index (expected: " + number + ")");
        }
        BlockInspection.spans(batch, trace);
    }

    /// Tells the first trace that is on the wrong side of the number from which on there are no roots.
    private void checkRoots(BlockBatch batch, int morsel) {
        Footer footer = source.sections().footer();
        if (footer.version() < Footer.ROOTS_SINCE) {
            return;
        }
        long[] parents = batch.longs(SpanField.PARENT_ID);
        for (int trace = 0; trace < batch.traces(); trace++) {
            boolean hasRoot = Arrays.stream(parents, batch.traceStarts()[trace], batch.traceStarts()[trace + 1])
                    .anyMatch(parent -> parent == 0);
            int number = batch.firstTrace() + trace;
            if (hasRoot != source.hasRoot(number)) {
                found(at(morsel)
                        + "trace %s, number %d, has %s (expected: one below number %d, none from there on)"
                                .formatted(
                                        batch.traceId(trace),
                                        number,
                                        hasRoot ? "a root" : "no root",
                                        footer.rootless()));
                return;
            }
        }
    }

    private void checkBounds(BlockBatch batch, int morsel) {
        BatchStats stats = batch.bounds();
        long[] starts = batch.longs(SpanField.START);
        long minStart = Long.MAX_VALUE;
        long maxStart = Long.MIN_VALUE;
        for (long start : starts) {
            minStart = Math.min(minStart, start);
            maxStart = Math.max(maxStart, start);
        }
        long maxDuration = Arrays.stream(batch.longs(SpanField.DURATION)).max().orElse(Long.MIN_VALUE);
        if (minStart != stats.minStart() || maxStart != stats.maxStart() || maxDuration != stats.maxDuration()) {
            found(at(morsel)
                    + "starts from %d to %d, durations to %d (expected: %d to %d, %d, as the footer says)"
                            .formatted(
                                    minStart,
                                    maxStart,
                                    maxDuration,
                                    stats.minStart(),
                                    stats.maxStart(),
                                    stats.maxDuration()));
        }
    }

    private void checkColumn(BlockBatch batch, BlockColumn column, int morsel) {
        Values values = batch.values(column);
        if (values == null || !column.type().isCoded()) {
            return;
        }
        String what = column.level() + " column " + column.number() + " '" + column.key() + "'";
        if (column.stored().isShared()) {
            checkCodes(values.codes(), column.stored().shared(), what, morsel);
        } else if (!column.stored().index().isNone()) {
            ByteStrings strings = (ByteStrings) values.dictionary();
            ValueIndex index = source.sections().valueIndex(column.stored().index());
            for (int code = 0; code < strings.size(); code++) {
                if (!index.find(sought(column, strings.value(code)), source.batches())
                        .get(morsel)) {
                    found(at(morsel) + what + ": value " + code + " is not in the index");
                }
            }
        }
    }

    /// What a value is found by: itself, or its key where the value is a whole attribute.
    private static byte[] sought(BlockColumn column, byte[] value) {
        return column.id().isResidue()
                ? AnyValues.attribute(value, 0, value.length).key().getBytes(StandardCharsets.UTF_8)
                : value;
    }

    private void checkCodes(int[] codes, Footer.Strings dictionary, String what, int morsel) {
        int size = source.sections().strings(dictionary).size();
        Bits seen = new Bits(size);
        for (int code : codes) {
            if (code >= size) {
                found(at(morsel) + what + ": code " + code + " (expected: below " + size + ")");
                return;
            }
            seen.set(code);
        }
        Occurrence occurrence = source.sections().occurrence(dictionary);
        for (int code = seen.next(0); code >= 0; code = seen.next(code + 1)) {
            if (!occurrence.has(code, morsel)) {
                found(at(morsel) + what + ": code " + code + " is not in the index");
            }
        }
    }
}

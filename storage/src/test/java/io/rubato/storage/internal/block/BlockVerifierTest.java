package io.rubato.storage.internal.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.Otlp;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Blocks whose checksums hold and whose parts do not agree.
class BlockVerifierTest {
    private static final int TRACES = 60;
    private static final int ROOTLESS = 45;

    private final byte[] block = block();

    /// Every fourth trace has no root.
    private static byte[] block() {
        Head head = new Head(IngestLimits.DEFAULT);
        List<Span.Builder> spans = new ArrayList<>();
        for (int i = 0; i < TRACES; i++) {
            spans.add(Otlp.span(i + 1, 3 * i + 1, i % 4 == 3 ? 7 : 0));
            spans.add(Otlp.span(i + 1, 3 * i + 2, 3 * i + 1));
        }
        byte[] body = Otlp.body(spans);
        head.append(body, 0, body.length, new Rejections());
        return MemoryBytes.of(HeadSeal.seal(head, trace -> trace % 7 == 0)).bytes();
    }

    private static BlockSource source(byte[] bytes) {
        return new BlockSource("b", new MemoryBytes(bytes), new SectionCache(1 << 20));
    }

    private static List<String> damage(byte[] bytes) {
        List<String> damage = new ArrayList<>();
        new BlockVerifier(source(bytes), new MemoryBytes(bytes), damage::add).verify();
        return damage;
    }

    @Test
    void aWholeBlockPasses() {
        assertThat(source(block).sections().footer().rootless()).isEqualTo(ROOTLESS);
        assertThat(damage(block)).isEmpty();
    }

    @Test
    void aFilterThatMissesATraceIsFound() {
        BlockSource source = source(block);
        TraceId[] ids = new TraceId[TRACES];
        Arrays.setAll(ids, source::traceId);
        TraceId missed = ids[17];
        ids[17] = new TraceId(1, 2);
        ByteSink chunk = new ByteSink(64);
        Chunks.start(chunk);
        TraceFilter.of(ids, TRACES).write(chunk);
        Chunks.end(chunk, Chunks.CHECKSUM);
        Section section = source.sections().footer().traceFilter();
        assertThat(chunk.size()).isEqualTo(section.length());
        byte[] damaged = block.clone();
        System.arraycopy(chunk.bytes(), 0, damaged, (int) section.offset(), chunk.size());
        assertThat(damage(damaged)).singleElement().asString().contains("trace " + missed, "filter");
    }

    @Test
    void aRootOnTheWrongSideIsFound() {
        assertThat(damage(withRootless(ROOTLESS))).isEmpty();
        assertThat(damage(withRootless(ROOTLESS - 1)))
                .singleElement()
                .asString()
                .contains("number 44, has a root", "none from there on");
        assertThat(damage(withRootless(ROOTLESS + 1)))
                .singleElement()
                .asString()
                .contains("number 45, has no root");
        assertThat(damage(withRootless(TRACES + 1))).anyMatch(line -> line.contains("at most 60"));
    }

    /// The block with another number, below 128, as the last one of its footer.
    private byte[] withRootless(int rootless) {
        int tail = BlockFileBuilder.MAGIC.length + 4;
        int length = new Wire().on(block, block.length - tail, 4).fixed32();
        int start = block.length - tail - length;
        Wire footer = new Wire().on(block, start + Chunks.CHECKSUM, length - Chunks.CHECKSUM);
        long version = footer.varint();
        byte[] content = ByteStrings.read(footer, new Ints()).bytes();
        assertThat(content[content.length - 1]).isEqualTo((byte) ROOTLESS);
        content[content.length - 1] = (byte) rootless;

        ByteSink changed = new ByteSink(block.length);
        changed.put(Arrays.copyOf(block, start));
        Chunks.start(changed);
        int mark = changed.size();
        changed.varint(version);
        ByteSink head = new ByteSink(content.length);
        head.put(content);
        ByteStrings.write(head, new int[] {head.size()}, 1, new Ints(), changed);
        int changedLength = Chunks.end(changed, mark);
        changed.fixed32(changedLength);
        changed.put(BlockFileBuilder.MAGIC);
        return changed.toByteArray();
    }
}

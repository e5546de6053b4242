package io.rubato.storage.internal.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.MemoryBytes;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.model.TraceId;
import org.junit.jupiter.api.Test;

class SealRoundTripTest {
    @Test
    void generatedSpansComeBackEqualFromABlock() {
        Head head = new Head(IngestLimits.DEFAULT);
        SpanSet sent = new SpanSet();
        TraceGenerator generator = new TraceGenerator(43, GeneratorOptions.of(30_000));
        while (generator.hasNext()) {
            Batch batch = generator.next();
            sent.add(batch.body());
            head.append(batch.body(), 0, batch.body().length, new Rejections());
        }
        assertComesBack(seal(head), sent);
    }

    static BlockSource seal(Head head) {
        return new BlockSource(
                "block",
                MemoryBytes.of(HeadSeal.seal(head, trace -> true, trace -> false)),
                new SectionCache(64 << 20),
                null);
    }

    static void assertComesBack(StoredSource source, SpanSet sent) {
        for (ByteString id : sent.traces().keySet()) {
            int trace = source.findTrace(TraceId.of(id.toByteArray(), 0));
            assertThat(trace).isNotNegative();
            assertThat(new SpanSet().add(OtlpWriter.trace(source, trace)).sorted(id))
                    .isEqualTo(sent.sorted(id));
        }
    }
}

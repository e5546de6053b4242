package io.rubato.storage.internal.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.Batch;
import io.rubato.generator.EveryField;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.SpanSet;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.block.MemoryBytes;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.wire.ByteSink;
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

    @Test
    void sizesAreThoseOfTheSpans() throws Exception {
        Head head = new Head(IngestLimits.DEFAULT);
        byte[] every = EveryField.body();
        head.append(every, 0, every.length, new Rejections());
        TraceGenerator generator = new TraceGenerator(44, GeneratorOptions.of(3_000));
        while (generator.hasNext()) {
            Batch batch = generator.next();
            head.append(batch.body(), 0, batch.body().length, new Rejections());
        }
        assertSizes(new HeadSource("head", head, head.published(), null));
        assertSizes(seal(head));
    }

    static BlockSource seal(Head head) {
        return new BlockSource(
                "block", MemoryBytes.of(HeadSeal.seal(head, trace -> false)), new SectionCache(64 << 20));
    }

    static void assertComesBack(StoredSource source, SpanSet sent) {
        for (ByteString id : sent.traces().keySet()) {
            int trace = source.findTrace(TraceId.of(id.toByteArray(), 0));
            assertThat(trace).isNotNegative();
            assertThat(new SpanSet().add(OtlpWriter.trace(source, trace)).sorted(id))
                    .isEqualTo(sent.sorted(id));
        }
    }

    /// What is told of the sizes of spans is what protobuf says of those that are written.
    static void assertSizes(StoredSource source) throws InvalidProtocolBufferException {
        int spans = 0;
        for (int number = 0; number < source.batches(); number++) {
            StoredBatch batch = source.open(number);
            int[] sizes = batch.sizes();
            for (int row = 0; row < batch.rows(); row++) {
                ByteSink sink = new ByteSink(1024);
                OtlpWriter.write(batch, row, row + 1, sink);
                Span span = TracesData.parseFrom(sink.toByteArray())
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpans(0);
                assertThat(sizes[row]).as(span.toString()).isEqualTo(span.getSerializedSize());
                spans++;
            }
        }
        assertThat(spans).isPositive();
    }
}

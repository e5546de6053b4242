package io.rubato.storage.internal.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rubato.generator.EveryField;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.block.BlockSource;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredSource;
import io.rubato.storage.internal.wire.MalformedException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/// Any bytes as a request: taken or refused, never anything else; and what was taken comes back the same
/// from a head, from a block and from a head made of that block.
@Tag("slow")
class HeadFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreARequest(FuzzedDataProvider data) {
        byte[] every = EveryField.body();
        byte[] body = data.consumeBoolean() ? mutated(every.clone(), data) : data.consumeRemainingAsBytes();
        Head head = new Head(new IngestLimits(1 << 20, 50, 50, 1 << 16, 8));
        head.append(every, 0, every.length, new Rejections());
        try {
            head.append(body, 0, body.length, new Rejections());
        } catch (MalformedException refused) {
            assertThat(head.size()).isEqualTo(EveryField.SPANS);
        }
        Head again = new Head(IngestLimits.DEFAULT);
        BlockSource block = SealRoundTripTest.seal(head);
        StoredSource source = new HeadSource("head", head, head.published(), null);
        for (int trace = 0; trace < head.published().traces(); trace++) {
            byte[] first = OtlpWriter.trace(source, trace);
            int kept = again.append(first, 0, first.length, new Rejections());
            byte[] stored = OtlpWriter.trace(block, block.findTrace(source.traceId(trace)));
            assertThat(stored).hasSameSizeAs(first);
            assertThat(sortedBytes(stored)).isEqualTo(sortedBytes(first));
            assertThat(kept).isPositive();
        }
        assertThat(again.size()).isEqualTo(head.size());
    }

    private static byte[] mutated(byte[] body, FuzzedDataProvider data) {
        while (data.remainingBytes() > 0) {
            body[data.consumeInt(0, body.length - 1)] = data.consumeByte();
        }
        return body;
    }

    /// The order of spans may differ; a trace of other bytes is another trace all the same.
    private static byte[] sortedBytes(byte[] bytes) {
        byte[] sorted = bytes.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}

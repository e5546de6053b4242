package io.rubato.storage.internal.block;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rubato.generator.EveryField;
import io.rubato.storage.DamagedException;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.HeadSeal;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Column;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;

/// Any bytes as a block, and a block with any bytes changed: nothing is thrown but [DamagedException].
@Tag("slow")
class BlockFuzzTest {
    private static final byte[] BLOCK = block();

    private static byte[] block() {
        Head head = new Head(IngestLimits.DEFAULT);
        byte[] body = EveryField.body();
        head.append(body, 0, body.length, new Rejections());
        return MemoryBytes.of(HeadSeal.seal(head, trace -> true)).bytes();
    }

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreABlock(FuzzedDataProvider data) {
        byte[] bytes = data.consumeBoolean() ? mutated(data) : data.consumeRemainingAsBytes();
        BlockSource block = new BlockSource("fuzz", new MemoryBytes(bytes), new SectionCache(1 << 20));
        attempt(() -> block.findTrace(TraceId.parse(EveryField.TRACE_ID)));
        attempt(block::lateTraces);
        attempt(block::origins);
        attempt(() -> block.traceId(0));
        Integer batches = attempt(block::batches);
        for (int i = 0; batches != null && i < batches; i++) {
            int batch = i;
            attempt(() -> readAll(block, block.open(batch)));
            attempt(() -> {
                ByteSink sink = new ByteSink(1024);
                StoredBatch rows = block.open(batch);
                OtlpWriter.write(rows, 0, rows.rows(), sink);
                return sink;
            });
        }
    }

    private static byte[] mutated(FuzzedDataProvider data) {
        byte[] bytes = BLOCK.clone();
        while (data.remainingBytes() > 0) {
            bytes[data.consumeInt(0, bytes.length - 1)] = data.consumeByte();
        }
        return bytes;
    }

    private static boolean readAll(BlockSource block, StoredBatch batch) {
        for (AttributeLevel level : AttributeLevel.values()) {
            for (Column column : block.columns(level)) {
                attempt(() -> batch.values(column));
                attempt(() -> column.batchesWith(new byte[] {1}));
            }
        }
        attempt(batch::eventTimes);
        attempt(batch::parents);
        return true;
    }

    private static <T> @org.jspecify.annotations.Nullable T attempt(Supplier<T> read) {
        try {
            return read.get();
        } catch (DamagedException damaged) {
            return null;
        }
    }
}

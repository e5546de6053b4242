package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Any bytes as a segment, behind a header of their own or a right one: nothing is thrown but the refusal of another
/// format version, nothing is allocated by a length that was made up.
class ReplayFuzzTest {
    @FuzzTest
    void anyBytesAreASegment(FuzzedDataProvider data) throws IOException {
        boolean rightHeader = data.consumeBoolean();
        boolean followed = data.consumeBoolean();
        long from = data.consumeLong(0, 10_000);
        byte[] bytes = data.consumeRemainingAsBytes();
        Path directory = Files.createTempDirectory("wal-fuzz");
        try {
            Path first = directory.resolve("0000000000000000.wal");
            ByteBuffer header = new SegmentHeader(SegmentHeader.VERSION, 0, 42).encode();
            ByteBuffer content = ByteBuffer.allocate(SegmentHeader.BYTES + bytes.length);
            content.put(rightHeader ? header.limit(SegmentHeader.BYTES) : ByteBuffer.allocate(0))
                    .put(bytes);
            Files.write(first, content.array());
            if (followed) {
                Files.write(directory.resolve("0000000000000100.wal"), bytes);
            }
            replay(directory, from);
        } finally {
            Logs.delete(directory);
        }
    }

    private static void replay(Path directory, long from) throws IOException {
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
            Logs.Replayed replayed = Logs.replay(log, from);
            assertThat(replayed.report().position()).isGreaterThanOrEqualTo(from);
            long position = Logs.append(log, "on");
            assertThat(position).isGreaterThan(replayed.report().position());
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("has format version");
        }
    }
}

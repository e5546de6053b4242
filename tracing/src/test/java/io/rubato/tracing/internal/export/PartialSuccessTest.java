package io.rubato.tracing.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialSuccessTest {
    @Test
    void readsWhatProtobufWrites() {
        UnknownFieldSet more = UnknownFieldSet.newBuilder()
                .addField(
                        9,
                        UnknownFieldSet.Field.newBuilder()
                                .addFixed32(1)
                                .addFixed64(2)
                                .addVarint(3)
                                .build())
                .build();
        byte[] answer = ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(300)
                        .setErrorMessage("größe")
                        .setUnknownFields(more))
                .setUnknownFields(more)
                .build()
                .toByteArray();
        assertThat(PartialSuccess.parse(answer)).isEqualTo(new PartialSuccess(300, "größe"));
        assertThat(PartialSuccess.parse(new byte[0])).isNull();
    }

    @Test
    void garbageIsNoPartialSuccessAndNoError() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            PartialSuccess read = PartialSuccess.parse(garbage);
            assertThat(read == null || read.rejected() >= 0)
                    .as("seed %d, round %d", seed, i)
                    .isTrue();
        }
    }
}

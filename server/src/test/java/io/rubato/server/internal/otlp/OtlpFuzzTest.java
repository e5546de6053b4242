package io.rubato.server.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/// Bytes of any kind: the transcoders answer or throw MalformedOtlpException, and nothing else. Slow, for the fuzzer
/// takes half a minute to start; with JAZZER_FUZZ=1 it searches instead of replaying what it once found.
@Tag("slow")
class OtlpFuzzTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final OtlpJsonReader READER = new OtlpJsonReader(new OtlpLimits(50, 1 << 20));

    @FuzzTest(maxDuration = "40s")
    void readsJson(byte[] json) throws InvalidProtocolBufferException {
        read(READER, json);
    }

    @FuzzTest(maxDuration = "40s")
    void writesJson(byte[] protobuf) throws IOException {
        try {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            TraceJsonWriter.writeV2(protobuf, json);
            assertThat(MAPPER.readTree(json.toByteArray()).isObject()).isTrue();
        } catch (MalformedOtlpException e) {
            assertThat(e.getMessage()).hasSizeLessThan(300);
        }
    }

    static void read(OtlpJsonReader reader, byte[] json) throws InvalidProtocolBufferException {
        try {
            byte[] protobuf = reader.read(json);
            assertThat(ExportTraceServiceRequest.parseFrom(protobuf).isInitialized())
                    .isTrue();
            assertThat(protobuf.length).isLessThanOrEqualTo(json.length);
        } catch (MalformedOtlpException e) {
            assertThat(e.getMessage()).hasSizeLessThan(600);
        }
    }
}

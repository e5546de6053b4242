package io.rubato.server.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResponsesTest {
    @Test
    void saysThatAllIsWell() {
        assertThat(ExportResponse.ACCEPTED.toProtobuf()).isEmpty();
        assertThat(text(ExportResponse.ACCEPTED.toJson())).isEqualTo("{\"partialSuccess\":{}}");
    }

    @Test
    void countsRejectedSpans() throws Exception {
        ExportResponse response = new ExportResponse(3, "span \"a\" has a trace id of 7 bytes, expected 16");
        ExportTraceServiceResponse parsed = ExportTraceServiceResponse.parseFrom(response.toProtobuf());
        assertThat(parsed.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
        assertThat(parsed.getPartialSuccess().getErrorMessage()).isEqualTo(response.errorMessage());
        assertThat(text(new ExportResponse(3, "why").toJson()))
                .isEqualTo("{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"why\"}}");
        assertThat(text(new ExportResponse(0, "a warning").toJson()))
                .isEqualTo("{\"partialSuccess\":{\"errorMessage\":\"a warning\"}}");
    }

    @Test
    void writesAStatusWithRetryInfo() throws Exception {
        RpcStatus status = new RpcStatus(8, "too much in flight", Duration.ofMillis(1500));
        UnknownFieldSet fields = UnknownFieldSet.parseFrom(status.toProtobuf());
        assertThat(fields.getField(1).getVarintList()).containsExactly(8L);
        assertThat(fields.getField(2).getLengthDelimitedList().getFirst().toStringUtf8())
                .isEqualTo("too much in flight");
        Any detail = Any.parseFrom(fields.getField(3).getLengthDelimitedList().getFirst());
        assertThat(detail.getTypeUrl()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
        UnknownFieldSet retryInfo = UnknownFieldSet.parseFrom(detail.getValue());
        com.google.protobuf.Duration delay = com.google.protobuf.Duration.parseFrom(
                retryInfo.getField(1).getLengthDelimitedList().getFirst());
        assertThat(delay.getSeconds()).isEqualTo(1);
        assertThat(delay.getNanos()).isEqualTo(500_000_000);
        assertThat(text(status.toJson()))
                .isEqualTo("{\"code\":8,\"message\":\"too much in flight\",\"details\":"
                        + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.5s\"}]}");
    }

    @Test
    void writesAPlainStatus() throws Exception {
        RpcStatus status = new RpcStatus(3, "not JSON: é", null);
        UnknownFieldSet fields = UnknownFieldSet.parseFrom(status.toProtobuf());
        assertThat(fields.asMap()).containsOnlyKeys(1, 2);
        assertThat(text(status.toJson())).isEqualTo("{\"code\":3,\"message\":\"not JSON: é\"}");
        assertThat(text(new RpcStatus(14, "", Duration.ofSeconds(10)).toJson())).contains("\"retryDelay\":\"10s\"");
        assertThat(text(new RpcStatus(14, "", Duration.ZERO).toJson())).contains("\"retryDelay\":\"0s\"");
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

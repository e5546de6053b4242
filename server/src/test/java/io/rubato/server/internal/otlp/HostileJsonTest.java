package io.rubato.server.internal.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileJsonTest {
    private static final long SEED = Long.getLong("rubato.seed", 1);
    private static final OtlpJsonReader READER = new OtlpJsonReader(new OtlpLimits(50, 1 << 20));

    @Test
    void refusesDeepNesting() {
        String value = "{\"arrayValue\":{\"values\":[".repeat(40);
        String inSpan = "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"value\":" + value;
        assertThatThrownBy(() -> read(inSpan)).hasMessageContaining("within 50 messages, expected at most 50");
        assertThatThrownBy(() -> read("{\"unknown\":" + "[".repeat(500_000)))
                .isInstanceOf(MalformedOtlpException.class)
                .hasMessageContaining("depth");
    }

    @Test
    void acceptsNestingUpToTheLimit() throws Exception {
        // The request, its resource spans, the resource and the key-value are four; a value and its array are two.
        String value = "{\"arrayValue\":{\"values\":[".repeat(23) + "]}}".repeat(23);
        byte[] bytes = read("{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"value\":" + value + "}]}}]}");
        assertThat(ExportTraceServiceRequest.parseFrom(bytes).getResourceSpansCount())
                .isOne();
    }

    @Test
    void refusesTooLargeABody() {
        assertThatThrownBy(() -> READER.read(new byte[(1 << 20) + 1]))
                .hasMessage("a body of 1048577 bytes, expected at most 1048576");
    }

    @Test
    void refusesHugeNumbers() {
        String digits = "9".repeat(100_000);
        for (String number : new String[] {digits, '"' + digits + '"', "1e" + digits, "0." + digits, "-" + digits}) {
            assertThatThrownBy(() -> read(intAttribute(number)))
                    .isInstanceOf(MalformedOtlpException.class)
                    .message()
                    .hasSizeLessThan(300);
        }
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] json = intAttribute("\"?\"").getBytes(StandardCharsets.UTF_8);
        int question = new String(json, StandardCharsets.UTF_8).indexOf('?');
        json[question] = (byte) 0xff;
        assertThatThrownBy(() -> READER.read(json)).isInstanceOf(MalformedOtlpException.class);
    }

    @Test
    void survivesEveryTruncationAndRandomDamage() throws Exception {
        Random random = new Random(SEED);
        RandomTraces traces = new RandomTraces(random);
        for (int i = 0; i < 20; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TraceJsonWriter.writeOtlp(traces.request().toByteArray(), out);
            byte[] json = out.toByteArray();
            int step = 1 + json.length / 500;
            for (int length = 0; length < json.length; length += step) {
                byte[] cut = Arrays.copyOf(json, length);
                assertThatThrownBy(() -> READER.read(cut)).isInstanceOf(MalformedOtlpException.class);
            }
            for (int n = 0; n < 500; n++) {
                byte[] damaged = json.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                OtlpFuzzTest.read(READER, damaged);
            }
        }
    }

    private static String intAttribute(String value) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"value\":{\"intValue\":" + value + "}}]}}]}";
    }

    private static byte[] read(String json) throws MalformedOtlpException {
        return READER.read(json.getBytes(StandardCharsets.UTF_8));
    }
}

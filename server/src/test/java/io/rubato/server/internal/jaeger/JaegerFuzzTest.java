package io.rubato.server.internal.jaeger;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.receive.Conversion;
import org.junit.jupiter.api.Tag;

/// Bytes from anywhere are spans or refused, and nothing else happens. With JAZZER_FUZZ=1 it searches instead of
/// replaying what it once found.
@Tag("slow")
class JaegerFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void thrift(byte[] body) {
        converted(new ThriftBatch(), body);
    }

    @FuzzTest(maxDuration = "30s")
    void protobuf(byte[] body) {
        converted(new PostSpans(), body);
    }

    private static void converted(Conversion conversion, byte[] body) {
        try {
            conversion.toOtlp(body);
        } catch (MalformedOtlpException refused) {
            // Which is what should be.
        }
    }
}

package io.rubato.server.internal.zipkin;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.receive.Conversion;
import org.junit.jupiter.api.Tag;

/// Bytes from anywhere are spans or refused, and nothing else happens. With JAZZER_FUZZ=1 it searches instead of
/// replaying what it once found.
@Tag("slow")
class ZipkinFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void json(byte[] body) {
        converted(ZipkinFormat.v2("application/json"), body);
    }

    @FuzzTest(maxDuration = "30s")
    void protobuf(byte[] body) {
        converted(ZipkinFormat.v2("application/x-protobuf"), body);
    }

    @FuzzTest(maxDuration = "30s")
    void jsonOfVersion1(byte[] body) {
        converted(ZipkinFormat.v1("application/json"), body);
    }

    @FuzzTest(maxDuration = "30s")
    void thriftOfVersion1(byte[] body) {
        converted(ZipkinFormat.v1("application/x-thrift"), body);
    }

    private static void converted(Conversion conversion, byte[] body) {
        try {
            conversion.toOtlp(body);
        } catch (MalformedOtlpException refused) {
            // Which is what should be.
        }
    }
}

package io.rubato.server.internal.receive;

import io.rubato.storage.IngestResult;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Warns whoever sends bytes in which there is no span: logs or metrics that go to the wrong route, field names of an
/// older version of the protocol. The sender would take them for stored.
final class SpanlessBody {
    /// The JSON forms of a request that is empty on purpose, without white space.
    private static final Set<String> EMPTY = Set.of(
            "[]",
            "{}",
            "{\"resourceSpans\":[]}",
            "{\"resource_spans\":[]}",
            "{\"resourceSpans\":null}",
            "{\"resource_spans\":null}");

    private static final int LONGEST_EMPTY = 256;

    private SpanlessBody() {}

    /// Whether JSON is a request that is empty on purpose.
    static boolean isEmptyRequest(byte[] json) {
        return json.length <= LONGEST_EMPTY
                && EMPTY.contains(new String(json, StandardCharsets.UTF_8).replaceAll("\\s", ""));
    }

    /// Whether a body held bytes but no span, not even one that was refused.
    static boolean is(IngestResult result) {
        return result.accepted() == 0 && result.rejected() == 0 && result.bytes() > 0;
    }

    /// The result with the warning in place of a message.
    static IngestResult warned(IngestResult result) {
        return new IngestResult(
                0,
                0,
                "the body has " + result.bytes() + " bytes and no span; expected resource_spans with scope_spans of an "
                        + "ExportTraceServiceRequest (logs and metrics are not stored)",
                result.bytes());
    }
}

package io.rubato.generator;

import io.rubato.generator.internal.Dice;
import io.rubato.generator.internal.ProtoBuffer;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A trace of three spans with a service name and a request id that no other trace has, so that its
/// arrival can be seen in a look-up by id, in a search and in a list of tag values.
///
/// @param traceId 32 lower-case hex digits
/// @param service value of `service.name`, unique for the seed
/// @param requestId value of `x_request_id` on all spans, unique for the seed
/// @param batch the encoded request with all spans
public record ProbeTrace(String traceId, String service, String requestId, Batch batch) {
    /// Spans in every probe.
    public static final int SPANS = 3;

    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    /// The probe of a seed, with its root span starting at `startNanos` since 1970.
    public static ProbeTrace of(long seed, long startNanos) {
        Dice dice = new Dice(seed);
        byte[] id = ByteBuffer.allocate(16)
                .putLong(dice.next())
                .putLong(dice.next())
                .array();
        String traceId = HexFormat.of().formatHex(id);
        String service = "probe-" + traceId.substring(0, 12);
        String requestId = "probe-" + traceId.substring(12);
        byte[][] spanIds = new byte[SPANS][];
        ProtoBuffer out = new ProtoBuffer(1_024);
        int resourceSpans = out.open(1);
        int resource = out.open(1);
        attribute(out, 1, "service.name", service);
        out.close(resource);
        int scopeSpans = out.open(2);
        for (int i = 0; i < SPANS; i++) {
            spanIds[i] = ByteBuffer.allocate(8).putLong(dice.next()).array();
            int span = out.open(2);
            out.bytesField(1, id);
            out.bytesField(2, spanIds[i]);
            if (i > 0) {
                out.bytesField(4, spanIds[i - 1]);
            }
            out.textField(5, "probe " + i);
            out.varintField(6, i == 0 ? SERVER : CLIENT);
            out.fixed64Field(7, startNanos + i * 1_000L);
            out.fixed64Field(8, startNanos + 10_000_000L - i * 1_000L);
            attribute(out, 9, "x_request_id", requestId);
            out.close(span);
        }
        out.close(scopeSpans);
        out.close(resourceSpans);
        return new ProbeTrace(
                traceId, service, requestId, new Batch(out.toBytes(), SPANS, service, startNanos + 10_000_000L));
    }

    private static void attribute(ProtoBuffer out, int field, String key, String text) {
        int pair = out.open(field);
        out.textField(1, key);
        int value = out.open(2);
        out.textField(1, text);
        out.close(value);
        out.close(pair);
    }
}

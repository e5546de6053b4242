package io.rubato.storage.internal.head;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;

/// Decodes `Span.Link`s into the link level of a head. Ids of a length that OTLP does not allow are kept as
/// they came: a link is the sender's word about another span, not an identity of ours.
final class LinkDecoder {
    private final Head head;
    private final AttributeDecoder attributes;
    private final IngestLimits limits;
    private final ByteSink unknown = new ByteSink(64);

    LinkDecoder(Head head, AttributeDecoder attributes, IngestLimits limits) {
        this.head = head;
        this.attributes = attributes;
        this.limits = limits;
    }

    /// Decodes the length-prefixed link at the wire's position.
    void decode(Wire wire, int spanRow) {
        int traceOffset = 0;
        int traceLength = 0;
        int spanOffset = 0;
        int spanLength = 0;
        int stateOffset = 0;
        int stateLength = 0;
        long dropped = 0;
        int flags = 0;
        int count = 0;
        unknown.reset();
        head.links.begin();
        int outer = wire.enter(wire.length());
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case 1 << 3 | Wire.LENGTH -> {
                    traceLength = wire.length();
                    traceOffset = wire.position();
                    wire.advance(traceLength);
                }
                case 2 << 3 | Wire.LENGTH -> {
                    spanLength = wire.length();
                    spanOffset = wire.position();
                    wire.advance(spanLength);
                }
                case 3 << 3 | Wire.LENGTH -> {
                    stateLength = wire.length();
                    stateOffset = wire.position();
                    wire.advance(stateLength);
                }
                case 4 << 3 | Wire.LENGTH -> {
                    if (++count > limits.maxAttributes()) {
                        throw new RejectedSpanException(
                                Rejections.Reason.TOO_MANY_ATTRIBUTES,
                                "more than " + limits.maxAttributes() + " attributes on one link");
                    }
                    attributes.decode(wire, head.links, spanRow);
                }
                case 5 << 3 | Wire.VARINT -> dropped = wire.varint() & 0xFFFF_FFFFL;
                case 6 << 3 | Wire.FIXED32 -> flags = wire.fixed32();
                default -> UnknownFields.keep(wire, tag, unknown);
            }
        }
        wire.leave(outer);
        byte[] bytes = wire.bytes();
        RareFields rare = head.linkRare;
        rare.number(RareField.FLAGS, flags & 0xFFFF_FFFFL);
        rare.text(RareField.TRACE_STATE, bytes, stateOffset, stateLength, spanRow);
        rare.number(RareField.DROPPED_ATTRIBUTES, dropped);
        long high = traceLength == 16 ? Wire.bigEndian(bytes, traceOffset) : 0;
        long low = traceLength == 16 ? Wire.bigEndian(bytes, traceOffset + 8) : 0;
        long spanId = spanLength == 8 ? Wire.bigEndian(bytes, spanOffset) : 0;
        if ((high | low) == 0) {
            rare.text(RareField.ODD_TRACE_ID, bytes, traceOffset, traceLength, spanRow);
        }
        if (spanId == 0) {
            rare.text(RareField.ODD_SPAN_ID, bytes, spanOffset, spanLength, spanRow);
        }
        rare.text(RareField.UNKNOWN, unknown.bytes(), 0, unknown.size(), spanRow);
        head.links.end();
        head.linkTraceIds.add(high);
        head.linkTraceIds.add(low);
        head.linkSpanIds.add(spanId);
    }
}

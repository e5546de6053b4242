package io.rubato.storage.internal.head;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;

/// Decodes `Span.Event`s into the event level of a head.
final class EventDecoder {
    private final Head head;
    private final AttributeDecoder attributes;
    private final IngestLimits limits;
    private final ByteSink unknown = new ByteSink(64);

    EventDecoder(Head head, AttributeDecoder attributes, IngestLimits limits) {
        this.head = head;
        this.attributes = attributes;
        this.limits = limits;
    }

    /// Decodes the length-prefixed event at the wire's position.
    void decode(Wire wire, int spanRow) {
        long time = 0;
        int nameOffset = 0;
        int nameLength = 0;
        long dropped = 0;
        int count = 0;
        unknown.reset();
        head.events.begin();
        int outer = wire.enter(wire.length());
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case 1 << 3 | Wire.FIXED64 -> time = wire.fixed64();
                case 2 << 3 | Wire.LENGTH -> {
                    nameLength = wire.length();
                    nameOffset = wire.position();
                    wire.advance(nameLength);
                }
                case 3 << 3 | Wire.LENGTH -> {
                    if (++count > limits.maxAttributes()) {
                        throw new RejectedSpanException(
                                Rejections.Reason.TOO_MANY_ATTRIBUTES,
                                "more than " + limits.maxAttributes() + " attributes on one event");
                    }
                    attributes.decode(wire, head.events, spanRow);
                }
                case 4 << 3 | Wire.VARINT -> dropped = wire.varint() & 0xFFFF_FFFFL;
                default -> UnknownFields.keep(wire, tag, unknown);
            }
        }
        wire.leave(outer);
        if (nameLength > limits.maxValueBytes()) {
            throw new RejectedSpanException(Rejections.Reason.TOO_LONG, "an event name of " + nameLength + " bytes");
        }
        head.eventRare.number(RareField.DROPPED_ATTRIBUTES, dropped);
        head.eventRare.text(RareField.UNKNOWN, unknown.bytes(), 0, unknown.size(), spanRow);
        head.events.end();
        head.eventTimes.add(time);
        head.eventNameCodes.add(head.eventNames.intern(wire.bytes(), nameOffset, nameLength, spanRow));
    }
}

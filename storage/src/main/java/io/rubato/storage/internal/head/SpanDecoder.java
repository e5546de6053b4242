package io.rubato.storage.internal.head;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.RareField;
import io.rubato.storage.internal.head.Rejections.Reason;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.Wire;

/// Decodes serialized OTLP `Span`s (opentelemetry/proto/trace/v1/trace.proto) straight into the columns of
/// a [Head], in one pass and without objects. A span that is refused leaves nothing behind. Used by the
/// head's writer only.
final class SpanDecoder {
    private static final int ID = Wire.LENGTH;

    private final Head head;
    private final IngestLimits limits;
    private final AttributeDecoder attributes;
    private final EventDecoder events;
    private final LinkDecoder links;
    private final ByteSink unknown = new ByteSink(64);

    private int traceId;
    private long spanId;
    private long parentId;
    private boolean hasParentId;
    private int stateOffset;
    private int stateLength;
    private int nameOffset;
    private int nameLength;
    private long kind;
    private long start;
    private long end;
    private int flags;
    private long droppedAttributes;
    private long droppedEvents;
    private long droppedLinks;
    private boolean hasStatus;
    private long statusCode;
    private int messageOffset;
    private int messageLength;
    private int attributeCount;
    private int childCount;

    SpanDecoder(Head head, IngestLimits limits) {
        this.head = head;
        this.limits = limits;
        this.attributes = new AttributeDecoder(limits);
        this.events = new EventDecoder(head, attributes, limits);
        this.links = new LinkDecoder(head, attributes, limits);
    }

    /// Decodes the span that fills the wire's present message and appends it.
    ///
    /// @param high the upper half of the trace id by which this head was chosen
    /// @param low its lower half
    void decode(Wire wire, int origin, long high, long low) {
        int row = head.rows();
        clear();
        head.spans.begin();
        while (wire.hasMore()) {
            field(wire, wire.tag(), row);
        }
        if (traceId < 0) {
            throw new RejectedSpanException(Reason.INVALID_TRACE_ID, "trace id: 0 bytes (expected: 16)");
        }
        byte[] bytes = wire.bytes();
        if (Wire.bigEndian(bytes, traceId) != high || Wire.bigEndian(bytes, traceId + 8) != low) {
            throw new RejectedSpanException(Reason.INVALID_TRACE_ID, "two trace ids in one span");
        }
        if (spanId == 0) {
            throw new RejectedSpanException(Reason.INVALID_SPAN_ID, "span id: 0 bytes or all zero (expected: 8 bytes)");
        }
        if (nameLength > limits.maxValueBytes()) {
            throw new RejectedSpanException(Reason.TOO_LONG, "a span name of " + nameLength + " bytes");
        }
        rareFields(bytes, row);
        head.spans.end();
        head.append(
                high,
                low,
                spanId,
                parentId,
                start,
                end - start,
                head.names.intern(bytes, nameOffset, nameLength, row),
                origin << 8 | (int) (isOdd(statusCode) ? 0 : statusCode) << 4 | (int) (isOdd(kind) ? 0 : kind));
    }

    private void clear() {
        traceId = -1;
        spanId = 0;
        parentId = 0;
        hasParentId = false;
        stateLength = 0;
        nameOffset = 0;
        nameLength = 0;
        kind = 0;
        start = 0;
        end = 0;
        flags = 0;
        droppedAttributes = 0;
        droppedEvents = 0;
        droppedLinks = 0;
        hasStatus = false;
        statusCode = 0;
        messageLength = 0;
        attributeCount = 0;
        childCount = 0;
        unknown.reset();
    }

    private void field(Wire wire, int tag, int row) {
        switch (tag) {
            case 1 << 3 | ID -> traceId(wire);
            case 2 << 3 | ID -> spanId = id(wire, Reason.INVALID_SPAN_ID, "span id");
            case 3 << 3 | Wire.LENGTH -> {
                stateLength = wire.length();
                stateOffset = wire.position();
                wire.advance(stateLength);
            }
            case 4 << 3 | ID -> parentId = parentId(wire);
            case 5 << 3 | Wire.LENGTH -> {
                nameLength = wire.length();
                nameOffset = wire.position();
                wire.advance(nameLength);
            }
            case 6 << 3 | Wire.VARINT -> kind = wire.varint();
            case 7 << 3 | Wire.FIXED64 -> start = wire.fixed64();
            case 8 << 3 | Wire.FIXED64 -> end = wire.fixed64();
            case 9 << 3 | Wire.LENGTH -> {
                countAttribute();
                attributes.decode(wire, head.spans, row);
            }
            case 10 << 3 | Wire.VARINT -> droppedAttributes = wire.varint() & 0xFFFF_FFFFL;
            case 11 << 3 | Wire.LENGTH -> {
                countChild();
                events.decode(wire, row);
            }
            case 12 << 3 | Wire.VARINT -> droppedEvents = wire.varint() & 0xFFFF_FFFFL;
            case 13 << 3 | Wire.LENGTH -> {
                countChild();
                links.decode(wire, row);
            }
            case 14 << 3 | Wire.VARINT -> droppedLinks = wire.varint() & 0xFFFF_FFFFL;
            case 15 << 3 | Wire.LENGTH -> status(wire);
            case 16 << 3 | Wire.FIXED32 -> flags = wire.fixed32();
            default -> UnknownFields.keep(wire, tag, unknown);
        }
    }

    private void traceId(Wire wire) {
        int length = wire.length();
        int offset = wire.position();
        wire.advance(length);
        if (length != 16
                || (Wire.littleEndian(wire.bytes(), offset) | Wire.littleEndian(wire.bytes(), offset + 8)) == 0) {
            throw new RejectedSpanException(
                    Reason.INVALID_TRACE_ID,
                    "trace id: " + (length == 16 ? "all zero" : length + " bytes") + " (expected: 16 bytes)");
        }
        traceId = offset;
    }

    private static long id(Wire wire, Reason reason, String what) {
        int length = wire.length();
        if (length != 8) {
            throw new RejectedSpanException(reason, what + ": " + length + " bytes (expected: 8)");
        }
        long id = Wire.bigEndian(wire.bytes(), wire.position());
        wire.advance(length);
        return id;
    }

    private long parentId(Wire wire) {
        if (wire.hasMore() && wire.bytes()[wire.position()] == 0) {
            wire.advance(1);
            hasParentId = false;
            return 0;
        }
        hasParentId = true;
        return id(wire, Reason.INVALID_PARENT_ID, "parent span id");
    }

    private void status(Wire wire) {
        hasStatus = true;
        int outer = wire.enter(wire.length());
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == (2 << 3 | Wire.LENGTH)) {
                messageLength = wire.length();
                messageOffset = wire.position();
                wire.advance(messageLength);
            } else if (tag == (3 << 3 | Wire.VARINT)) {
                statusCode = wire.varint();
            } else {
                UnknownFields.keepWithin(15, wire, tag, unknown);
            }
        }
        wire.leave(outer);
    }

    private void countAttribute() {
        if (++attributeCount > limits.maxAttributes()) {
            throw new RejectedSpanException(
                    Reason.TOO_MANY_ATTRIBUTES, "more than " + limits.maxAttributes() + " attributes on one span");
        }
    }

    private void countChild() {
        if (++childCount > limits.maxEvents()) {
            throw new RejectedSpanException(
                    Reason.TOO_MANY_EVENTS, "more than " + limits.maxEvents() + " events and links on one span");
        }
    }

    private static boolean isOdd(long value) {
        return (value & ~15L) != 0;
    }

    private void rareFields(byte[] bytes, int row) {
        RareFields rare = head.spanRare;
        rare.number(RareField.FLAGS, flags & 0xFFFF_FFFFL);
        rare.text(RareField.TRACE_STATE, bytes, stateOffset, stateLength, row);
        rare.text(RareField.STATUS_MESSAGE, bytes, messageOffset, messageLength, row);
        rare.number(RareField.DROPPED_ATTRIBUTES, droppedAttributes);
        rare.number(RareField.DROPPED_EVENTS, droppedEvents);
        rare.number(RareField.DROPPED_LINKS, droppedLinks);
        if (isOdd(kind)) {
            rare.number(RareField.ODD_KIND, kind);
        }
        if (isOdd(statusCode)) {
            rare.number(RareField.ODD_STATUS, statusCode);
        }
        if (hasStatus && statusCode == 0 && messageLength == 0) {
            rare.mark(RareField.EMPTY_STATUS);
        }
        if (hasParentId && parentId == 0) {
            rare.mark(RareField.ZERO_PARENT);
        }
        rare.text(RareField.UNKNOWN, unknown.bytes(), 0, unknown.size(), row);
        if (messageLength > limits.maxValueBytes() || stateLength > limits.maxValueBytes()) {
            throw new RejectedSpanException(Reason.TOO_LONG, "a status message or trace state over the limit");
        }
    }

    /// What a decoding that failed half-way means for the span alone.
    static RejectedSpanException rejected(MalformedException malformed) {
        return new RejectedSpanException(Reason.MALFORMED, malformed.getMessage());
    }
}

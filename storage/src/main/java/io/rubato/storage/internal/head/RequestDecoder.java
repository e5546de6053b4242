package io.rubato.storage.internal.head;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.Wire;
import java.util.Arrays;

/// Decodes serialized OTLP `ExportTraceServiceRequest`s into a [Head], span by span. A span that cannot be
/// kept is counted and left out; a body whose outer structure is broken throws. Used by the head's writer
/// only.
final class RequestDecoder {
    private static final byte[] NONE = {};
    private static final int RESOURCE_SPANS = 1 << 3 | Wire.LENGTH;
    private static final int FIRST = 1 << 3 | Wire.LENGTH;
    private static final int SECOND = 2 << 3 | Wire.LENGTH;
    private static final int THIRD = 3 << 3 | Wire.LENGTH;

    private final Head head;
    private final SpanDecoder spans;
    private final Wire wire = new Wire();

    RequestDecoder(Head head, IngestLimits limits) {
        this.head = head;
        this.spans = new SpanDecoder(head, limits);
    }

    /// @throws MalformedException when a message's own fields are broken; spans decoded so far are then the
    ///     caller's to drop
    void decode(byte[] body, int offset, int length, Rejections rejections) {
        wire.on(body, offset, length);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == RESOURCE_SPANS) {
                int outer = wire.enter(wire.length());
                resourceSpans(rejections);
                wire.leave(outer);
            } else {
                wire.skip(tag);
            }
        }
    }

    /// `ResourceSpans{1 resource, 2 scope_spans, 3 schema_url}`; the resource may follow its spans.
    private void resourceSpans(Rejections rejections) {
        RawOrigin.Part resource = part();
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == SECOND) {
                int outer = wire.enter(wire.length());
                scopeSpans(resource, rejections);
                wire.leave(outer);
            } else {
                wire.skip(tag);
            }
        }
    }

    /// `ScopeSpans{1 scope, 2 spans, 3 schema_url}`.
    private void scopeSpans(RawOrigin.Part resource, Rejections rejections) {
        int origin = head.origins.intern(new RawOrigin(resource, part()));
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag != SECOND) {
                wire.skip(tag);
                continue;
            }
            int outer = wire.enter(wire.length());
            int spanEnd = wire.end();
            try {
                spans.decode(wire, origin);
            } catch (RejectedSpanException rejected) {
                head.dropUnfinished();
                rejections.add(rejected);
            } catch (MalformedException malformed) {
                head.dropUnfinished();
                rejections.add(SpanDecoder.rejected(malformed));
            }
            wire.leaveAt(spanEnd, outer);
        }
    }

    /// Fields 1 and 3 of the present message: a resource or a scope, and its schema URL.
    private RawOrigin.Part part() {
        int start = wire.position();
        boolean present = false;
        byte[] message = NONE;
        byte[] schemaUrl = NONE;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == FIRST) {
                present = true;
                message = bytes();
            } else if (tag == THIRD) {
                schemaUrl = bytes();
            } else {
                wire.skip(tag);
            }
        }
        wire.position(start);
        return new RawOrigin.Part(present, message, schemaUrl);
    }

    private byte[] bytes() {
        int length = wire.length();
        int offset = wire.position();
        wire.advance(length);
        return length == 0 ? NONE : Arrays.copyOfRange(wire.bytes(), offset, offset + length);
    }
}

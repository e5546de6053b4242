package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decodes serialized OTLP `ExportTraceServiceRequest`s, each span into the head that its trace belongs to. A span
/// that cannot be kept is counted and left out; a body whose outer structure is broken throws, and no head keeps
/// anything of it. One writer at a time.
public final class RequestDecoder {
    private static final byte[] NONE = {};
    private static final int RESOURCE_SPANS = 1 << 3 | Wire.LENGTH;
    private static final int FIRST = 1 << 3 | Wire.LENGTH;
    private static final int SECOND = 2 << 3 | Wire.LENGTH;
    private static final int THIRD = 3 << 3 | Wire.LENGTH;
    private static final int NOT_YET = -1;

    private final Wire wire = new Wire();
    private final List<Head> touched = new ArrayList<>();
    private int[] origins = new int[4];
    private long traceHigh;
    private long traceLow;

    /// Decodes a request and publishes its spans. Returns how many were accepted, counting copies of spans that are
    /// stored already; those that the routing leaves out are not counted.
    ///
    /// @throws MalformedException when the request is broken as a whole; nothing of it is stored then
    public int decode(byte[] body, int offset, int length, Routing routing, Rejections rejections) {
        try {
            return decodeAll(body, offset, length, routing, rejections);
        } finally {
            // A head that nobody needs any more must not stay in memory for this.
            touched.clear();
        }
    }

    private int decodeAll(byte[] body, int offset, int length, Routing routing, Rejections rejections) {
        try {
            wire.on(body, offset, length);
            request(routing, rejections);
        } catch (RuntimeException | Error broken) {
            touched.forEach(Head::rollBack);
            throw broken;
        }
        int accepted = 0;
        for (Head head : touched) {
            accepted += head.commit();
        }
        return accepted;
    }

    private void request(Routing routing, Rejections rejections) {
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == RESOURCE_SPANS) {
                int outer = wire.enter(wire.length());
                resourceSpans(routing, rejections);
                wire.leave(outer);
            } else {
                wire.skip(tag);
            }
        }
    }

    /// `ResourceSpans{1 resource, 2 scope_spans, 3 schema_url}`; the resource may follow its spans.
    private void resourceSpans(Routing routing, Rejections rejections) {
        RawOrigin.Part resource = part();
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == SECOND) {
                int outer = wire.enter(wire.length());
                scopeSpans(resource, routing, rejections);
                wire.leave(outer);
            } else {
                wire.skip(tag);
            }
        }
    }

    /// `ScopeSpans{1 scope, 2 spans, 3 schema_url}`.
    private void scopeSpans(RawOrigin.Part resource, Routing routing, Rejections rejections) {
        RawOrigin raw = new RawOrigin(resource, part());
        Arrays.fill(origins, NOT_YET);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag != SECOND) {
                wire.skip(tag);
                continue;
            }
            int outer = wire.enter(wire.length());
            int spanEnd = wire.end();
            span(raw, routing, rejections);
            wire.leaveAt(spanEnd, outer);
        }
    }

    /// The span that fills the present message.
    private void span(RawOrigin raw, Routing routing, Rejections rejections) {
        peekTraceId();
        Head head = routing.route(traceHigh, traceLow);
        if (head == null) {
            return;
        }
        int index = touch(head);
        if (origins[index] == NOT_YET) {
            origins[index] = head.origins.intern(raw);
        }
        try {
            head.decoder().decode(wire, origins[index], traceHigh, traceLow);
        } catch (RejectedSpanException rejected) {
            head.dropUnfinished();
            rejections.add(rejected);
        } catch (MalformedException malformed) {
            head.dropUnfinished();
            rejections.add(SpanDecoder.rejected(malformed));
        }
    }

    /// The place of a head among those that the request touched.
    private int touch(Head head) {
        for (int i = touched.size() - 1; i >= 0; i--) {
            if (touched.get(i) == head) {
                return i;
            }
        }
        head.begin();
        touched.add(head);
        if (touched.size() > origins.length) {
            int known = origins.length;
            origins = Arrays.copyOf(origins, 2 * known);
            Arrays.fill(origins, known, 2 * known, NOT_YET);
        }
        return touched.size() - 1;
    }

    /// Reads the trace id of the span that fills the present message, which stays where it is. Zero when there is
    /// none; why not is then the span decoder's to say.
    private void peekTraceId() {
        int start = wire.position();
        byte[] bytes = wire.bytes();
        traceHigh = 0;
        traceLow = 0;
        try {
            while (wire.hasMore()) {
                int tag = wire.tag();
                if (tag == FIRST) {
                    if (wire.length() == TraceId.BYTES) {
                        traceHigh = Wire.bigEndian(bytes, wire.position());
                        traceLow = Wire.bigEndian(bytes, wire.position() + 8);
                    }
                    break;
                }
                wire.skip(tag);
            }
        } catch (MalformedException malformed) {
            // The decoder meets it again and refuses the span.
        }
        wire.position(start);
    }

    /// Fields 1 and 3 of the present message: a resource or a scope, and its schema URL. A message that
    /// occurs twice is both put together, as everywhere in protobuf.
    private RawOrigin.Part part() {
        int start = wire.position();
        boolean present = false;
        ByteSink merged = new ByteSink(0);
        byte[] message = NONE;
        byte[] schemaUrl = NONE;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == FIRST) {
                present = true;
                byte[] next = bytes();
                if (message.length == 0) {
                    message = next;
                } else {
                    if (merged.size() == 0) {
                        merged.put(message);
                    }
                    merged.put(next);
                }
            } else if (tag == THIRD) {
                schemaUrl = bytes();
            } else {
                wire.skip(tag);
            }
        }
        wire.position(start);
        return new RawOrigin.Part(present, merged.size() == 0 ? message : merged.toByteArray(), schemaUrl);
    }

    private byte[] bytes() {
        int length = wire.length();
        int offset = wire.position();
        wire.advance(length);
        return length == 0 ? NONE : Arrays.copyOfRange(wire.bytes(), offset, offset + length);
    }
}

package io.rubato.generator.internal;

import java.util.List;

/// Encodes the span of a [Visit] as a field of `ScopeSpans`, and remembers what later spans link to.
final class SpanEncoder {
    private static final int SPANS = 2;
    private static final int STATUS_ERROR = 2;
    private static final int RECENT = 64;
    private static final int SAMPLED = 0x01;
    private static final int KNOWS_REMOTE = 0x100;
    private static final int REMOTE = 0x200;
    private static final byte[] TRACE_STATE = Utf8.bytes("ot=rv:6e6d1a75832a2f,shop=eu");
    private static final byte[] UPSTREAM = Utf8.bytes("upstream failed");
    private static final byte[] FAILED = Utf8.bytes("operation failed");
    private static final Key LINK_RELATION = new Key("link.relation");
    private static final byte[] CAUSED_BY = Utf8.bytes("caused_by");

    private final StackTraces[] stackTraces;
    private final long[] recent = new long[3 * RECENT];
    private int produced;

    SpanEncoder(List<Service> services, Dice dice) {
        stackTraces = new StackTraces[services.size()];
        for (Service service : services) {
            stackTraces[service.index] = new StackTraces(service, dice);
        }
    }

    void encode(ProtoBuffer out, Visit visit, Operation operation, boolean error) {
        Trace trace = visit.trace;
        int mark = out.open(SPANS);
        out.traceIdField(1, trace.idHigh, trace.idLow);
        out.spanIdField(2, visit.spanId);
        if ((trace.idLow & 7) == 0) {
            out.bytesField(3, TRACE_STATE);
        }
        if (visit.parentId != 0) {
            out.spanIdField(4, visit.parentId);
        }
        out.bytesField(5, operation.nameBytes);
        out.varintField(6, operation.kind.number);
        out.fixed64Field(7, visit.start);
        out.fixed64Field(8, visit.end);
        write(operation.fields, out, visit);
        write(operation.events, out, visit);
        if (visit.failed && (visit.origin || operation.kind != Kind.CLIENT)) {
            Events.exception(out, visit, stackTraces[operation.service.index].draw(visit.dice));
        }
        link(out, visit, operation);
        if (error) {
            status(out, visit);
        }
        out.fixed32Field(16, SAMPLED | KNOWS_REMOTE | (visit.remoteParent ? REMOTE : 0));
        out.close(mark);
        remember(visit, operation);
    }

    private static void write(List<Field> fields, ProtoBuffer out, Visit visit) {
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).write(out, visit);
        }
    }

    private static void status(ProtoBuffer out, Visit visit) {
        int mark = out.open(15);
        if (visit.failed) {
            out.bytesField(2, visit.origin ? FAILED : UPSTREAM);
        }
        out.varintField(3, STATUS_ERROR);
        out.close(mark);
    }

    private void link(ProtoBuffer out, Visit visit, Operation operation) {
        switch (operation.link) {
            case NOTHING -> {}
            case MARKED -> {
                if (visit.trace.marked != 0) {
                    link(out, visit.trace.idHigh, visit.trace.idLow, visit.trace.marked);
                }
            }
            case RECENT -> {
                int count = Math.min(produced, 1 + visit.dice.below(4));
                for (int i = 0; i < count; i++) {
                    int slot = 3 * ((produced - 1 - i) % RECENT);
                    link(out, recent[slot], recent[slot + 1], recent[slot + 2]);
                }
            }
        }
    }

    private static void link(ProtoBuffer out, long high, long low, long span) {
        int mark = out.open(13);
        out.traceIdField(1, high, low);
        out.spanIdField(2, span);
        LINK_RELATION.text(out, Key.OF_LINK, CAUSED_BY);
        out.fixed32Field(6, SAMPLED | KNOWS_REMOTE | REMOTE);
        out.close(mark);
    }

    private void remember(Visit visit, Operation operation) {
        if (operation.marks) {
            visit.trace.marked = visit.spanId;
        }
        if (operation.kind == Kind.PRODUCER) {
            int slot = 3 * (produced % RECENT);
            recent[slot] = visit.trace.idHigh;
            recent[slot + 1] = visit.trace.idLow;
            recent[slot + 2] = visit.spanId;
            produced++;
        }
    }
}

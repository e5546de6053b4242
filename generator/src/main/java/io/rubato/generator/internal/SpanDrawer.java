package io.rubato.generator.internal;

import java.util.List;
import java.util.Objects;

/// Draws traces: walks an operation and what it calls, decides times and failures, and gives every
/// span to the exporter of its instance once it has ended (children before parents, as in a process).
final class SpanDrawer {
    private static final int DEEPEST = 40;
    private static final int THREADS = 24;
    private static final double SEEN_BY_CALLER = 0.65;
    private static final long WIRE_NANOS = 180_000;
    private static final long QUEUE_NANOS = 60_000_000;
    private static final long LONGEST_SELF_NANOS = 15_000_000_000L;

    private final Fleet fleet;
    private final Dice dice;
    private final Exporters exporters;
    private final SpanEncoder encoder;
    private final Tally tally;
    private final Visit[] visits = new Visit[DEEPEST];
    final Trace trace;

    SpanDrawer(Fleet fleet, Dice dice, Exporters exporters, Tally tally) {
        this.fleet = fleet;
        this.dice = dice;
        this.exporters = exporters;
        this.tally = tally;
        this.encoder = new SpanEncoder(fleet.services, dice);
        this.trace = new Trace(dice);
        for (int i = 0; i < DEEPEST; i++) {
            visits[i] = new Visit(trace);
        }
    }

    /// Draws one trace that starts at `startNanos`; [#trace] then tells what it was.
    void draw(Operation root, long startNanos) {
        trace.begin();
        Instance instance = fleet.anyInstance(root.service, dice);
        span(root, startNanos, 0, instance, thread(instance), 0, false);
        tally.trace(trace, root, startNanos);
    }

    private int thread(Instance instance) {
        return instance.firstThread + dice.skewed(THREADS);
    }

    private long span(
            Operation operation, long start, long parent, Instance instance, int thread, int depth, boolean remote) {
        Visit visit = visits[depth];
        visit.instance = instance;
        visit.thread = thread;
        visit.spanId = dice.id();
        visit.parentId = parent;
        visit.remoteParent = remote;
        visit.start = start;
        visit.failed = false;
        if (operation.http) {
            trace.httpStatus = 200;
        }
        long self = Math.min(dice.around(selfNanos(operation)), LONGEST_SELF_NANOS);
        long before = self / 2;
        long returned = calls(operation, visit, start + before, depth);
        visit.waited = returned - start - before;
        visit.origin = !visit.failed && dice.chance(operation.errors);
        visit.failed |= visit.origin;
        visit.end = returned + self - before;
        finish(operation, visit);
        return visit.end;
    }

    private long selfNanos(Operation operation) {
        return operation.scalesWithTokens ? operation.selfNanos * trace.completionTokens / 100 : operation.selfNanos;
    }

    /// Makes the calls of an operation and returns when the last one it waits for has returned.
    private long calls(Operation operation, Visit visit, long from, int depth) {
        long groupStart = from;
        long latest = from;
        List<Call> calls = operation.calls;
        for (int i = 0; i < calls.size() && !visit.failed; i++) {
            Call call = calls.get(i);
            if (call.chance() < 1 && !dice.chance(call.chance())) {
                continue;
            }
            int times = call.most() == 1 ? 1 : 1 + dice.skewed(call.most());
            for (int n = 0; n < times && !visit.failed; n++) {
                switch (call.when()) {
                    case THEN -> {
                        groupStart = latest;
                        latest = child(call.operation(), visit, groupStart, depth);
                    }
                    case BESIDE -> latest = Math.max(latest, child(call.operation(), visit, groupStart, depth));
                    case LATER -> {
                        child(call.operation(), visit, latest + dice.around(QUEUE_NANOS), depth);
                        visit.failed = false;
                    }
                }
            }
        }
        return latest;
    }

    private long child(Operation operation, Visit caller, long at, int depth) {
        Instance here = Objects.requireNonNull(caller.instance);
        long end;
        if (operation.service == here.service && operation.kind != Kind.CONSUMER) {
            long start = at + (dice.next() >>> 52);
            end = span(operation, start, caller.spanId, here, caller.thread, depth + 1, false);
        } else {
            Instance there = fleet.anyInstance(operation.service, dice);
            long wire = dice.around(WIRE_NANOS);
            end = wire + span(operation, at + wire, caller.spanId, there, thread(there), depth + 1, true);
        }
        if (trace.failed) {
            caller.failed = true;
        }
        return end;
    }

    private void finish(Operation operation, Visit visit) {
        boolean error = visit.failed;
        if (operation.http) {
            visit.status = status(operation, visit);
            trace.httpStatus = visit.status;
            error |= visit.status >= 400 && operation.kind == Kind.CLIENT;
        }
        Instance instance = Objects.requireNonNull(visit.instance);
        Slot slot = exporters.slot(instance, visit.end);
        ProtoBuffer out = slot.spansOf(operation.scope);
        int before = out.size();
        encoder.encode(out, visit, operation, error);
        tally.span(operation, error, visit.status, out.size() - before);
        exporters.added(slot);
        trace.spans++;
        trace.errors += error ? 1 : 0;
        trace.lastEnd = Math.max(trace.lastEnd, visit.end);
        trace.failed = visit.failed && dice.chance(SEEN_BY_CALLER + (operation.kind == Kind.SERVER ? 0.3 : 0));
        visit.status = 0;
    }

    private int status(Operation operation, Visit visit) {
        if (visit.failed) {
            boolean server = operation.kind == Kind.SERVER;
            return visit.origin ? (dice.chance(0.8) ? 500 : 503) : server ? 502 : Math.max(trace.httpStatus, 500);
        }
        if (operation.kind == Kind.CLIENT) {
            return trace.httpStatus >= 500 ? 500 : trace.httpStatus;
        }
        if (dice.chance(0.012)) {
            return 404;
        }
        return operation.name.startsWith("POST") ? 201 : dice.chance(0.03) ? 304 : 200;
    }
}

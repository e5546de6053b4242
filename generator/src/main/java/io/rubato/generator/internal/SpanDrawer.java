package io.rubato.generator.internal;

import java.util.List;
import java.util.Objects;

/// Draws traces: walks an operation and what it calls, decides times and failures, and gives every
/// span to the outlet, children before parents as in a process. Whoever calls counts the traces.
final class SpanDrawer {
    private static final int DEEPEST = 40;
    private static final int THREADS = 24;
    /// A caller does without an answer that it does not need, except in this share of the failures.
    private static final double OPTIONAL_FAILURES_SEEN = 0.65;
    private static final long WIRE_NANOS = 180_000;
    private static final long QUEUE_NANOS = 60_000_000;
    private static final long LONGEST_SELF_NANOS = 15_000_000_000L;
    private static final long GENERATION_NANOS = 25_000_000_000L;
    private static final long SHORTEST_GENERATION_NANOS = 10_000_000_000L;
    private static final long LONGEST_GENERATION_NANOS = 120_000_000_000L;

    private final Fleet fleet;
    private final Dice dice;
    private final Outlet outlet;
    private final SpanEncoder encoder;
    private final Tally tally;
    private final Visit[] visits = new Visit[DEEPEST];
    private final Trace shared;
    /// The trace that was drawn last.
    Trace trace;

    /// Share of the LLM traces that generate for 10 to 120 seconds.
    double longGenerations;

    SpanDrawer(Fleet fleet, Dice dice, Outlet outlet, Tally tally) {
        this.fleet = fleet;
        this.dice = dice;
        this.outlet = outlet;
        this.tally = tally;
        this.encoder = new SpanEncoder(fleet.services, dice);
        this.shared = new Trace(dice);
        this.trace = shared;
        for (int i = 0; i < DEEPEST; i++) {
            visits[i] = new Visit(trace);
        }
    }

    /// Draws one trace that starts at `startNanos`; [#trace] then tells what it was.
    void draw(Operation root, long startNanos) {
        shared.begin();
        whole(root, startNanos);
    }

    /// Draws further spans of a trace that was drawn before: the same id, a root of its own. They are
    /// counted on top of those of `earlier`.
    void drawAgain(Earlier earlier, long startNanos) {
        shared.begin(earlier.idHigh(), earlier.idLow());
        shared.start = earlier.start();
        shared.lastEnd = earlier.lastEnd();
        shared.spans = earlier.spans();
        shared.errors = earlier.errors();
        whole(earlier.root(), startNanos);
    }

    private void whole(Operation root, long startNanos) {
        trace = shared;
        Instance instance = fleet.anyInstance(root.service, dice);
        trace.start = Math.min(trace.start, startNanos + outlet.clock(instance));
        if (longGenerations > 0 && root.service.namespace.equals(LlmServing.NAMESPACE)) {
            trace.generationNanos = dice.chance(longGenerations)
                    ? dice.logNormal(GENERATION_NANOS, 0.7, SHORTEST_GENERATION_NANOS, LONGEST_GENERATION_NANOS)
                    : 0;
        }
        span(root, startNanos, 0, instance, thread(instance), 0, false);
    }

    /// Begins a trace whose root span stays open; draws nothing.
    Session open(Operation root, long startNanos, long untilNanos) {
        Trace opened = new Trace(dice, shared.scratch);
        opened.begin();
        Instance instance = fleet.anyInstance(root.service, dice);
        opened.start = startNanos + outlet.clock(instance);
        return new Session(opened, root, instance, thread(instance), dice.id(), startNanos, untilNanos);
    }

    /// Draws what the root span of a session calls next, and returns when that has returned.
    long step(Session session, Operation operation, long at) {
        trace = session.trace();
        trace.drawTokens();
        return child(operation, root(session), at, 0);
    }

    /// Draws the root span of a session.
    void close(Session session, long endNanos) {
        trace = session.trace();
        Visit visit = root(session);
        visit.end = endNanos;
        visit.waited = endNanos - session.start();
        finish(session.root(), visit);
    }

    private Visit root(Session session) {
        Visit visit = visits[0];
        visit.trace = session.trace();
        visit.operation = session.root();
        visit.instance = session.instance();
        visit.thread = session.thread();
        visit.spanId = session.spanId();
        visit.parentId = 0;
        visit.remoteParent = false;
        visit.start = session.start();
        visit.failed = false;
        visit.origin = false;
        visit.answered = 0;
        return visit;
    }

    private int thread(Instance instance) {
        return instance.firstThread + dice.skewed(THREADS);
    }

    private long span(
            Operation operation, long start, long parent, Instance instance, int thread, int depth, boolean remote) {
        Visit visit = visits[depth];
        visit.trace = trace;
        visit.instance = instance;
        visit.thread = thread;
        visit.spanId = dice.id();
        visit.parentId = parent;
        visit.remoteParent = remote;
        visit.start = start;
        visit.failed = false;
        visit.answered = 0;
        long self = operation.scalesWithTokens && trace.generationNanos > 0
                ? trace.generationNanos
                : Math.min(dice.around(selfNanos(operation)), LONGEST_SELF_NANOS);
        long before = self / 2;
        long returned = calls(operation, visit, start + before, depth);
        visit.waited = returned - start - before;
        if (operation.kind == Kind.CLIENT && visit.answered > 0) {
            visit.origin = false;
            visit.failed = visit.answered >= 500;
        } else {
            visit.origin = !visit.failed && dice.chance(operation.errors);
            visit.failed |= visit.origin;
        }
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
                        latest = child(call, visit, groupStart, depth);
                    }
                    case BESIDE -> latest = Math.max(latest, child(call, visit, groupStart, depth));
                    case LATER -> {
                        child(call, visit, latest + dice.around(QUEUE_NANOS), depth);
                        visit.failed = false;
                    }
                }
            }
        }
        return latest;
    }

    private long child(Call call, Visit caller, long at, int depth) {
        long end = child(call.operation(), caller, at, depth);
        caller.failed |= trace.failed && (call.isNeeded() || dice.chance(OPTIONAL_FAILURES_SEEN));
        return end;
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
        if (operation.http && caller.answered == 0) {
            caller.answered = trace.httpStatus;
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
        long end = visit.end;
        long clock = outlet.clock(instance);
        visit.start += clock;
        visit.end += clock;
        ProtoBuffer out = outlet.open(instance, operation.scope, end);
        int before = out.size();
        encoder.encode(out, visit, operation, error);
        tally.span(operation, error, visit.status, out.size() - before);
        outlet.close();
        trace.spans++;
        trace.errors += error ? 1 : 0;
        trace.lastEnd = Math.max(trace.lastEnd, visit.end);
        visit.end = end;
        trace.failed = visit.failed;
        visit.status = 0;
    }

    /// A caller records what the server answered, and a gateway, which only makes one call, answers what it got.
    private int status(Operation operation, Visit visit) {
        boolean passesOn = operation.kind == Kind.CLIENT || operation.calls.size() == 1;
        if (passesOn && visit.answered > 0 && !visit.origin) {
            return visit.answered;
        }
        if (visit.failed) {
            return visit.origin && dice.chance(0.2) ? 503 : 500;
        }
        if (dice.chance(0.012)) {
            return 404;
        }
        return operation.name.startsWith("POST") ? 201 : dice.chance(0.03) ? 304 : 200;
    }
}

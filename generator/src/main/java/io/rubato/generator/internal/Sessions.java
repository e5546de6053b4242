package io.rubato.generator.internal;

import java.util.ArrayList;
import java.util.List;

/// The traces that stay open: agents for minutes to an hour, and one job for as long as is wanted.
final class Sessions {
    private static final long SECOND = 1_000_000_000;
    private static final long AGENT_NANOS = 300 * SECOND;
    private static final long SHORTEST_AGENT_NANOS = 20 * SECOND;
    private static final long LONGEST_AGENT_NANOS = 3_600 * SECOND;
    private static final long PAUSE_NANOS = 15 * SECOND;

    private final SpanDrawer drawer;
    private final Tally tally;
    private final LongRuns runs;
    private final Dice dice;
    private final Agenda<Session> open = new Agenda<>();

    Sessions(SpanDrawer drawer, Tally tally, LongRuns runs, Dice dice) {
        this.drawer = drawer;
        this.tally = tally;
        this.runs = runs;
        this.dice = dice;
    }

    /// When something of a session is to be drawn next.
    long next() {
        return open.next();
    }

    void startAgent(long at) {
        long length = dice.logNormal(AGENT_NANOS, 1, SHORTEST_AGENT_NANOS, LONGEST_AGENT_NANOS);
        open.add(at, drawer.open(runs.agent, at, at + length));
    }

    /// Starts a trace with a span a second.
    void startMarathon(long at, long length) {
        open.add(at, drawer.open(runs.reindex, at, at + length));
    }

    /// Draws what is next.
    void step() {
        long at = open.next();
        Session session = open.take();
        if (at >= session.until()) {
            close(session, at);
            return;
        }
        long next;
        if (session.root() == runs.reindex) {
            drawer.step(session, runs.document, at);
            next = at + SECOND;
        } else {
            long answered = drawer.step(session, runs.chat, at);
            long used = dice.chance(0.6) ? drawer.step(session, runs.tool, answered) : answered;
            next = used + dice.around(PAUSE_NANOS);
        }
        // A call in flight is waited for.
        open.add(next, session);
    }

    /// Ends all sessions at `now`, or when what they called has returned.
    void closeAll(long now) {
        List<Session> left = new ArrayList<>();
        while (open.size() > 0) {
            left.add(open.take());
        }
        left.forEach(session -> close(session, now));
    }

    private void close(Session session, long now) {
        Trace trace = session.trace();
        drawer.close(session, Math.max(now, trace.lastEnd + 1_000_000));
        tally.trace(trace, session.root());
    }
}

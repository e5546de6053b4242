package io.rubato.generator.internal;

import io.rubato.generator.Arrivals;
import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.Truth;
import java.util.ArrayDeque;

/// Runs trace time with exporters as they are in life. Whatever is due first happens first: a trace
/// starts, an open one goes on, one comes again, a span ends, an exporter sends, a late batch arrives.
public final class ArrivalStream implements BatchStream {
    private final GeneratorOptions options;
    private final Arrivals arrivals;
    private final long againAfter;
    private final Dice dice;
    private final Fleet fleet;
    private final ArrivalExporters exporters;
    private final SpanDrawer drawer;
    private final Sessions sessions;
    private final Tally tally;
    private final ArrayDeque<Earlier> earlier = new ArrayDeque<>();
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();
    private long earlierSpans;
    private long nextStart;
    private boolean closed;

    public ArrivalStream(long seed, GeneratorOptions options, Arrivals arrivals) {
        this.options = options;
        this.arrivals = arrivals;
        this.againAfter = arrivals.againAfter().toNanos();
        this.nextStart = TraceStream.nanos(options.start());
        this.dice = new Dice(new Dice(seed).next());
        this.fleet = new Fleet(dice, arrivals.instances());
        this.tally = new Tally(fleet.operations);
        this.exporters = new ArrivalExporters(
                fleet.instances,
                nextStart,
                options.exportDelay().toNanos(),
                options.batchSpans(),
                arrivals.clockSpread().toNanos(),
                new Outgoing(arrivals, dice),
                dice);
        this.drawer = new SpanDrawer(fleet, dice, exporters, tally);
        drawer.longGenerations = arrivals.longGenerations();
        this.sessions = new Sessions(drawer, tally, fleet.longRuns, dice);
        if (arrivals.marathon().isPositive()) {
            sessions.startMarathon(nextStart, arrivals.marathon().toNanos());
        }
    }

    @Override
    public boolean advance() {
        while (ready.isEmpty()) {
            boolean starts = starts();
            if (!starts && !closed) {
                sessions.closeAll(nextStart);
                closed = true;
            }
            long start = starts ? nextStart : Agenda.NEVER;
            long again = earlier.isEmpty() ? Agenda.NEVER : earlier.getFirst().at() + againAfter;
            long drawing = Math.min(Math.min(start, again), sessions.next());
            long sending = exporters.next(drawing != Agenda.NEVER);
            if (drawing == Agenda.NEVER && sending == Agenda.NEVER) {
                return false;
            }
            if (drawing > sending) {
                exporters.step(ready);
            } else if (drawing == start) {
                start();
            } else if (drawing == again) {
                drawAgain();
            } else {
                sessions.step();
            }
        }
        return true;
    }

    /// Whether further traces start: what will come again counts as if it had.
    private boolean starts() {
        return tally.spans() + earlierSpans < options.spans();
    }

    private void start() {
        long now = nextStart;
        double spans = 1;
        if (dice.chance(arrivals.agents())) {
            sessions.startAgent(now);
        } else {
            Operation root = fleet.root(dice, options.llmShare());
            drawer.draw(root, now);
            spans = drawer.trace.spans;
            if (againAfter > 0) {
                earlier.add(Earlier.of(drawer.trace, root, now));
                earlierSpans += drawer.trace.spans;
                spans *= 2;
            } else {
                tally.trace(drawer.trace, root);
            }
        }
        nextStart += 1 + (long) (1e9 * spans / options.spansPerSecond() * 2 * dice.unit());
    }

    private void drawAgain() {
        Earlier first = earlier.removeFirst();
        earlierSpans -= first.spans();
        drawer.drawAgain(first, first.at() + againAfter);
        tally.trace(drawer.trace, first.root());
    }

    @Override
    public Batch take() {
        return ready.remove();
    }

    @Override
    public Truth truth() {
        return tally.truth();
    }
}

package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.Truth;
import java.time.Instant;
import java.util.ArrayDeque;

/// Runs trace time: starts traces at the wanted rate and lets the exporters send in between.
public final class TraceStream implements BatchStream {
    private static final int INSTANCES = 5;

    private final GeneratorOptions options;
    private final Dice dice;
    private final Fleet fleet;
    private final Exporters exporters;
    private final SpanDrawer drawer;
    private final Tally tally;
    private final ArrayDeque<Batch> ready = new ArrayDeque<>();
    private long nextStart;

    public TraceStream(long seed, GeneratorOptions options) {
        this.options = options;
        this.nextStart = nanos(options.start());
        this.dice = new Dice(new Dice(seed).next());
        this.fleet = new Fleet(dice, INSTANCES);
        this.tally = new Tally(fleet.operations);
        this.exporters =
                new Exporters(fleet.instances, nextStart, options.exportDelay().toNanos(), options.batchSpans(), dice);
        this.drawer = new SpanDrawer(fleet, dice, exporters, tally);
    }

    static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    @Override
    public boolean advance() {
        while (ready.isEmpty()) {
            boolean done = tally.spans() >= options.spans();
            if (!done && nextStart < exporters.nextTurn()) {
                Operation root = fleet.root(dice, options.llmShare());
                drawer.draw(root, nextStart);
                tally.trace(drawer.trace, root);
                double gap = 1e9 * drawer.trace.spans / options.spansPerSecond();
                nextStart += 1 + (long) (gap * 2 * dice.unit());
            } else if (!done || exporters.pending() > 0) {
                exporters.send(ready);
            } else {
                return false;
            }
        }
        return true;
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

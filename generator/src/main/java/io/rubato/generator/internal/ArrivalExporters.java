package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The batch span processors of all instances, as SDKs have them: a span is queued when it ends, and the
/// queue is sent when it holds a full batch or when the delay since the last time has passed. Each
/// instance counts from a moment of its own and has a clock of its own. Spans that have not ended are
/// held here.
final class ArrivalExporters implements Outlet {
    private final long delay;
    private final int most;
    private final Slot[] slots;
    private final long[] clocks;
    /// When each instance sends, full batch or not.
    private final long[] turns;
    private final Agenda<Slot> timers = new Agenda<>();
    private final Agenda<HeldSpan> held = new Agenda<>();
    private final HeldSpan.Pool pool = new HeldSpan.Pool();
    private final Outgoing outgoing;
    private final ArrayDeque<Batch> made = new ArrayDeque<>();
    private final ProtoBuffer drawn = new ProtoBuffer(1 << 14);
    private final ProtoBuffer scratch = new ProtoBuffer(1 << 18);
    private @Nullable Slot open;
    private int openScope;
    private long openEnd;
    private long queued;

    ArrivalExporters(
            List<Instance> instances,
            long start,
            long delay,
            int most,
            long clockSpread,
            Outgoing outgoing,
            Dice dice) {
        this.delay = delay;
        this.most = most;
        this.outgoing = outgoing;
        slots = new Slot[instances.size()];
        clocks = new long[slots.length];
        turns = new long[slots.length];
        ArrayDeque<ProtoBuffer> buffers = new ArrayDeque<>();
        for (Instance instance : instances) {
            int index = instance.index;
            slots[index] = new Slot(instance, buffers);
            clocks[index] = (long) ((2 * dice.unit() - 1) * clockSpread);
            turns[index] = start + 1 + (long) (dice.unit() * delay);
            timers.add(turns[index], slots[index]);
        }
    }

    @Override
    public long clock(Instance instance) {
        return clocks[instance.index];
    }

    @Override
    public ProtoBuffer open(Instance instance, int scope, long end) {
        open = slots[instance.index];
        openScope = scope;
        openEnd = end;
        drawn.truncate(0);
        return drawn;
    }

    @Override
    public void close() {
        held.add(openEnd, pool.take(drawn, Objects.requireNonNull(open), openScope));
    }

    /// When something happens next. Once nothing `more` is drawn and everything was sent, that is never.
    long next(boolean more) {
        long arrival = Math.min(held.next(), outgoing.next());
        return more || queued > 0 || held.size() > 0 ? Math.min(arrival, timers.next()) : arrival;
    }

    /// Lets happen what is next; batches that arrive go to `target`.
    void step(ArrayDeque<Batch> target) {
        long end = held.next();
        long arrival = outgoing.next();
        long timer = timers.next();
        if (end <= arrival && end <= timer) {
            Slot slot = pool.end(held.take());
            queued++;
            slot.due = end;
            if (slot.added(most, scratch)) {
                send(slot, end, target);
            }
        } else if (arrival <= timer) {
            outgoing.arrive(target);
        } else {
            Slot slot = timers.take();
            if (turns[slot.instance.index] <= timer) {
                send(slot, timer, target);
            }
            timers.add(turns[slot.instance.index], slot);
        }
    }

    private void send(Slot slot, long now, ArrayDeque<Batch> target) {
        queued -= slot.pending();
        slot.due = now;
        slot.drain(made, scratch);
        turns[slot.instance.index] = now + delay;
        for (Batch batch = made.poll(); batch != null; batch = made.poll()) {
            outgoing.send(batch, target);
        }
    }
}

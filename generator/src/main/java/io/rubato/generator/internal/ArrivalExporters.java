package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import java.util.ArrayDeque;
import java.util.List;

/// The batch span processors of all instances, as SDKs have them: a span is queued when it ends, and the
/// queue is sent when it holds a full batch or when the delay since the last time has passed. Each
/// instance counts from a moment of its own and has a clock of its own. Spans that have not ended are
/// held here.
final class ArrivalExporters implements Outlet {
    private final long delay;
    private final int most;
    private final SpanQueue[] queues;
    private final Agenda<SpanQueue> timers = new Agenda<>();
    private final Agenda<HeldSpan> held = new Agenda<>();
    private final HeldSpan.Pool pool = new HeldSpan.Pool();
    private final Outgoing outgoing;
    private final ProtoBuffer drawn = new ProtoBuffer(1 << 14);
    private final ProtoBuffer scratch = new ProtoBuffer(1 << 18);
    private int openInstance;
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
        queues = new SpanQueue[instances.size()];
        for (Instance instance : instances) {
            long clock = (long) ((2 * dice.unit() - 1) * clockSpread);
            long turn = start + 1 + (long) (dice.unit() * delay);
            SpanQueue queue = new SpanQueue(instance, clock, turn);
            queues[instance.index] = queue;
            timers.add(turn, queue);
        }
    }

    @Override
    public long clock(Instance instance) {
        return queues[instance.index].clock;
    }

    @Override
    public ProtoBuffer open(Instance instance, int scope, long end) {
        openInstance = instance.index;
        openScope = scope;
        openEnd = end;
        drawn.truncate(0);
        return drawn;
    }

    @Override
    public void close() {
        held.add(openEnd, pool.take(drawn, openInstance, openScope));
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
            HeldSpan span = held.take();
            SpanQueue queue = queues[span.instance];
            queue.add(span);
            queued++;
            if (queue.size() == most) {
                send(queue, end, target);
            }
        } else if (arrival <= timer) {
            outgoing.arrive(target);
        } else {
            SpanQueue queue = timers.take();
            if (queue.turn <= timer) {
                send(queue, timer, target);
            }
            timers.add(queue.turn, queue);
        }
    }

    private void send(SpanQueue queue, long now, ArrayDeque<Batch> target) {
        queue.turn = now + delay;
        if (queue.size() > 0) {
            queued -= queue.size();
            outgoing.send(queue.drain(scratch, pool, now), target);
        }
    }
}

package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The batch exporters of all instances. Each sends what has ended since its last turn, or sooner when
/// a batch is full; turns are spread evenly over the delay, so the batches of all instances interleave.
final class Exporters implements Outlet {
    /// How many turns ahead a span may end; later ones are sent with the last.
    private static final int AHEAD = 64;

    private final Slot[] slots;
    private final int count;
    private final int[] positions;
    private final int[] order;
    private final long start;
    private final long delay;
    private final int most;
    private final ArrayDeque<ProtoBuffer> pool = new ArrayDeque<>();
    private final ProtoBuffer scratch = new ProtoBuffer(1 << 18);
    private @Nullable Slot open;
    private long turn;
    private long pending;

    Exporters(List<Instance> instances, long start, long delay, int most, Dice dice) {
        this.count = instances.size();
        this.start = start;
        this.delay = delay;
        this.most = most;
        slots = new Slot[count * AHEAD];
        positions = new int[count];
        order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = dice.below(i + 1);
            order[i] = order[other];
            order[other] = i;
            for (int ahead = 0; ahead < AHEAD; ahead++) {
                slots[i * AHEAD + ahead] = new Slot(instances.get(i), pool);
            }
        }
        for (int position = 0; position < count; position++) {
            positions[order[position]] = position;
        }
    }

    /// When the next exporter sends.
    long nextTurn() {
        return turnTime(turn);
    }

    private long turnTime(long number) {
        return start + number / count * delay + (number % count + 1) * delay / count;
    }

    /// Spans that were drawn and not yet sent.
    long pending() {
        return pending;
    }

    /// Every clock is right.
    @Override
    public long clock(Instance instance) {
        return 0;
    }

    @Override
    public ProtoBuffer open(Instance instance, int scope, long end) {
        Slot slot = slot(instance, end);
        open = slot;
        return slot.spansOf(scope);
    }

    @Override
    public void close() {
        pending++;
        Objects.requireNonNull(open).added(most, scratch);
    }

    /// The slot that carries a span of `instance` which ended at `end`.
    private Slot slot(Instance instance, long end) {
        int position = positions[instance.index];
        long now = turn / count + (position < turn % count ? 1 : 0);
        long phase = start + (position + 1L) * delay / count;
        long round = end <= phase ? 0 : (end - phase + delay - 1) / delay;
        round = Math.min(Math.max(round, now), now + AHEAD - 1);
        Slot slot = slots[instance.index * AHEAD + (int) (round % AHEAD)];
        slot.due = phase + round * delay;
        return slot;
    }

    /// Lets the next exporter send what it has.
    void send(ArrayDeque<Batch> target) {
        int instance = order[(int) (turn % count)];
        Slot slot = slots[instance * AHEAD + (int) (turn / count % AHEAD)];
        pending -= slot.pending();
        slot.drain(target, scratch);
        turn++;
    }
}

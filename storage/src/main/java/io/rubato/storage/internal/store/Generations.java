package io.rubato.storage.internal.store;

import io.rubato.storage.internal.head.Head;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.head.RequestDecoder;
import io.rubato.storage.internal.head.Routing;
import io.rubato.storage.internal.view.Generation;
import io.rubato.storage.internal.view.HeadView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The heads of a store. A span goes to the head that has its trace, a new trace to the newest. A head that is full
/// closes to new traces; the oldest is frozen, and flushed to a block, when nearly all of its traces are idle, some
/// time after it closed, or when memory is short. So a trace is rarely cut in two, and nothing is ever copied from
/// head to head.
///
/// Used under the store's lock, except where said otherwise.
final class Generations implements HeadMemory.Holder {
    /// More heads would make each new trace dear to look up.
    private static final int MAX_OPEN = 8;

    /// A head may be flushed when at most one in so many of its traces got a span lately.
    private static final int IDLE_SHARE = 100;

    /// A closed head is flushed after so many times the idle period at the latest.
    private static final int IDLE_PERIODS = 6;

    /// A head with so many spans of late traces is flushed once it is idle, for every query has to join them.
    private static final int MANY_LATE_SPANS = 8 * 8_192;

    private final StoreState state;
    private final HeadMemory memory;
    private final RequestDecoder decoder = new RequestDecoder();
    private final Rate rate = new Rate();
    private final List<Generation> open = new ArrayList<>();
    private final Deque<Frozen> frozen = new ArrayDeque<>();
    private long position;
    private volatile long frozenMemory;

    /// A head that takes no more spans.
    ///
    /// @param walTo the log's position then
    record Frozen(Generation generation, long walTo) {}

    /// What an append did.
    record Appended(int accepted, int duplicates) {}

    /// @param position where the log starts
    Generations(StoreState state, HeadMemory memory, long position) {
        this.state = state;
        this.memory = memory;
        this.position = position;
        open.add(newGeneration());
        publish();
    }

    private Generation newGeneration() {
        return new Generation(state.options().limits());
    }

    /// Those that are not in blocks, the oldest first.
    private List<Generation> all() {
        List<Generation> all = new ArrayList<>(frozen.size() + open.size());
        frozen.forEach(one -> all.add(one.generation));
        all.addAll(open);
        return all;
    }

    private void publish() {
        List<Generation> all = all();
        state.publish(view -> view.withHeads(all));
    }

    /// Appends a request.
    ///
    /// @param end the log's position after the request's record
    /// @param wanted says which traces to leave out, besides
    /// @throws io.rubato.storage.internal.wire.MalformedException when the request is broken as a whole; nothing
    ///     of it is stored then
    Appended append(byte[] body, int offset, int length, long end, Wanted wanted, Rejections rejections) {
        int[] rows = new int[open.size()];
        int duplicates = 0;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = open.get(i).head().published().rows();
            duplicates -= open.get(i).head().duplicates();
        }
        Routing routing = (high, low) -> wanted.isWanted(high, low) ? route(high, low) : null;
        int accepted = 0;
        try {
            accepted = decoder.decode(body, offset, length, routing, rejections);
        } finally {
            note(rows, accepted, length);
            rate.add(accepted, System.nanoTime());
            position = end;
            publish();
        }
        for (Generation generation : open) {
            duplicates += generation.head().duplicates();
        }
        return new Appended(accepted, duplicates);
    }

    /// Which traces a replay still needs.
    @FunctionalInterface
    interface Wanted {
        Wanted ALL = (high, low) -> true;

        boolean isWanted(long traceHigh, long traceLow);
    }

    private Head route(long high, long low) {
        for (int i = open.size() - 1; i > 0; i--) {
            Head head = open.get(i).head();
            if (head.has(high, low)) {
                return head;
            }
        }
        Head oldest = open.getFirst().head();
        return open.size() == 1 || oldest.has(high, low)
                ? oldest
                : open.getLast().head();
    }

    /// What nothing was kept of counts with the newest head, where it may have left texts behind.
    private void note(int[] rowsBefore, int accepted, int length) {
        long now = state.now();
        long left = length;
        for (int i = 0; i < rowsBefore.length; i++) {
            int added = open.get(i).head().published().rows() - rowsBefore[i];
            if (added > 0) {
                long share = (long) length * added / Math.max(1, accepted);
                open.get(i).appended(position, now, share);
                left -= share;
            }
        }
        if (accepted == 0) {
            open.getLast().appended(position, now, left);
        }
    }

    /// Closes the newest head if it is full, and freezes the oldest if memory is short, or if traces are idle at
    /// once. Cheap: for every request.
    ///
    /// @return whether a head was frozen
    boolean advance() {
        long now = state.now();
        Generation newest = open.getLast();
        if (newest.head().published().rows() >= state.options().cut().maxSpans()
                || newest.bodyBytes() >= state.options().cut().maxBytes()
                || newest.memory() >= memory.generationBytes()) {
            closeNewest(now);
        }
        boolean any = false;
        while (open.size() > (idle().isZero() ? 1 : MAX_OPEN)) {
            freezeOldest();
            any = true;
        }
        if (memory.isShort(this) && !open.getFirst().isEmpty()) {
            state.events().add("flushes_forced", 1);
            freezeOldest();
            any = true;
        }
        return any;
    }

    /// The same, and closes and freezes heads by time, too.
    boolean advanceByTime() {
        long now = state.now();
        Generation newest = open.getLast();
        long age = newest.ageMillis(now);
        if (!newest.isEmpty()
                && (age >= state.options().cut().maxAge().toMillis() || age < 0 || isMostlyLate(newest, now))) {
            closeNewest(now);
        }
        boolean any = advance();
        while (open.size() > 1 && isReady(open.getFirst(), now)) {
            freezeOldest();
            any = true;
        }
        return any;
    }

    private void closeNewest(long now) {
        open.getLast().close(now);
        open.add(newGeneration());
        publish();
    }

    private boolean isReady(Generation oldest, long now) {
        long idle = idle().toMillis();
        long closed = now - oldest.closedMillis();
        return closed < 0 || closed >= IDLE_PERIODS * idle || isIdle(oldest, now);
    }

    private boolean isIdle(Generation generation, long now) {
        int active = generation.activeTraces(now, idle().toMillis());
        return (long) active * IDLE_SHARE <= generation.head().published().traces();
    }

    private Duration idle() {
        return state.options().cut().traceIdle();
    }

    private boolean isMostlyLate(Generation generation, long now) {
        return generation.lateSpans() >= MANY_LATE_SPANS && isIdle(generation, now);
    }

    /// Freezes the oldest head while a replay holds more than memory should.
    boolean freezeWhileReplaying() {
        boolean isShort = memory.isShortWhileReplaying(this) && !open.getFirst().isEmpty();
        if (isShort) {
            freezeOldest();
        }
        return isShort;
    }

    private void freezeOldest() {
        Generation oldest = open.removeFirst();
        if (open.isEmpty()) {
            open.add(newGeneration());
        }
        frozen.add(new Frozen(oldest, position));
        measureFrozen();
        publish();
    }

    /// The frozen head that is to be flushed next, or null.
    @Nullable
    Frozen nextFrozen() {
        return frozen.peek();
    }

    int frozenCount() {
        return frozen.size();
    }

    /// The log's position up to which blocks hold everything once a head is flushed.
    long positionWithout(Generation flushed) {
        long least = position;
        for (Generation generation : all()) {
            if (generation != flushed && !generation.isEmpty()) {
                least = Math.min(least, generation.firstPosition());
            }
        }
        return least;
    }

    /// Forgets a head that became a block.
    void flushed(Frozen head) {
        frozen.remove(head);
        measureFrozen();
    }

    private void measureFrozen() {
        frozenMemory =
                frozen.stream().mapToLong(head -> head.generation.memory()).sum();
    }

    /// For any thread.
    @Override
    public long headMemory() {
        long bytes = 0;
        for (HeadView head : state.view().heads()) {
            bytes += head.generation().memory();
        }
        return bytes;
    }

    /// For any thread.
    @Override
    public long openMemory() {
        return headMemory() - frozenMemory;
    }

    /// How many seconds of spans fit into heads at the rate of the last minute; negative when none arrived. For any
    /// thread.
    ///
    /// @param bytesPerSpan memory of a span
    double secondsHeld(double bytesPerSpan) {
        double bytesPerSecond = bytesPerSpan * rate.perSecond(System.nanoTime());
        return bytesPerSecond == 0 ? -1 : memory.soft() / bytesPerSecond;
    }
}

package io.rubato.storage.internal.store;

import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.store.StoreView.HeadView;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store's background work, on one thread: heads are cut off and sealed, blocks merged and retired, the
/// disk watched.
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

    private final DiskStore store;
    private final StoreOptions options;
    private final Sealing sealing;
    private final Merging merging;
    private final Retention retention;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rubato-upkeep").daemon().factory());
    private @Nullable Future<?> ticks;
    private long nextCheckMillis;

    Upkeep(DiskStore store) {
        this.store = store;
        this.options = store.options();
        this.sealing = new Sealing(store);
        this.merging = new Merging(store);
        this.retention = new Retention(store);
    }

    void start() {
        sealing.releaseLog();
        thread.execute(() -> guarded("joining", () -> store.fragments().prepare(store.view())));
        ticks = thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /// Does something between the background work, and waits for it.
    void run(Runnable work) {
        try {
            thread.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Cuts the live head off when it is full. Under the lock; `position` is the log's after what the head
    /// holds.
    void cutIfFull(long position) {
        HeadView live = store.view().live();
        int rows = live.published().rows();
        int patience = store.view().sealing().isEmpty() ? 1 : 2;
        boolean full = rows / patience >= options.cut().maxSpans()
                || live.state().bodyBytes() / patience >= options.cut().maxBytes()
                || store.memory().wantsCut(store);
        if (full) {
            cut(position);
            thread.execute(this::seal);
        }
    }

    /// Cuts and seals at once when a replay holds more than memory should. Under the lock; nothing can be
    /// carried over while the log is being read.
    void cutWhileReplaying(long position) {
        if (store.memory().wantsCutAtOnce(store)) {
            cut(position);
            sealing.sealAll(false);
        }
    }

    private void cut(long position) {
        HeadState full = store.view().live().state();
        store.view(store.view().cut(new HeadState(store.options().limits())));
        sealing.add(full, position);
    }

    private void seal() {
        guarded("sealing", () -> sealing.sealAll(true));
    }

    void tick() {
        store.disk().check();
        guarded("cutting", this::cutIfOld);
        guarded("sealing", () -> sealing.sealAll(true));
        long now = options.clock().millis();
        if (now >= nextCheckMillis
                || now < nextCheckMillis - 2 * options.cut().checkPeriod().toMillis()) {
            nextCheckMillis = now + options.cut().checkPeriod().toMillis();
            guarded("retention", retention::run);
            guarded("merging", merging::run);
        }
    }

    private void cutIfOld() {
        store.lock().lock();
        try {
            HeadState live = store.view().live().state();
            long age = live.ageMillis(options.clock().millis());
            if (!live.isEmpty() && (age >= options.cut().maxAge().toMillis() || age < 0)) {
                cut(store.wal().position());
            } else {
                cutIfFull(store.wal().position());
            }
        } finally {
            store.lock().unlock();
        }
    }

    private void guarded(String what, Runnable work) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            store.events().add(what + "_failed", 1);
            LOG.error("{} failed and is tried again: {}", what, e.toString(), e);
        }
    }

    /// Lets the work at hand finish, within a few seconds; what is not sealed by then is replayed from the
    /// log. Answers whether it did finish.
    boolean close() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        thread.shutdown();
        try {
            if (thread.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            LOG.warn("a block was being written when the store stopped; its spans are in the log");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}

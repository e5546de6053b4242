package io.rubato.examples.serving.worker;

import io.rubato.examples.serving.plane.RefusedException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Slots that work on requests, and a bounded queue of those that wait. Safe for concurrent use.
final class Engine implements AutoCloseable {
    private final ThreadPoolExecutor slots;
    private final int room;

    /// @param name of its threads
    /// @param slots how many requests are worked on at once
    /// @param room how many may wait
    Engine(String name, int slots, int room) {
        this.room = room;
        AtomicInteger number = new AtomicInteger();
        this.slots = new ThreadPoolExecutor(slots, slots, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(room), task -> {
            Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /// @throws RefusedException if the queue is full
    void submit(Runnable work) throws RefusedException {
        try {
            slots.execute(work);
        } catch (RejectedExecutionException e) {
            throw new RefusedException(
                    slots.isShutdown() ? "stopping" : "queue_full",
                    slots.isShutdown() ? "the worker is stopping" : "the queue is full: " + room + " requests wait");
        }
    }

    int waiting() {
        return slots.getQueue().size();
    }

    int active() {
        return slots.getActiveCount();
    }

    /// Takes no more and waits for what it took.
    void drain(Duration timeout) throws InterruptedException {
        slots.shutdown();
        if (!slots.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            slots.shutdownNow();
        }
    }

    @Override
    public void close() {
        slots.shutdownNow();
    }
}

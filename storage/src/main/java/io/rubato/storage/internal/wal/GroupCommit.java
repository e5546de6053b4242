package io.rubato.storage.internal.wal;

import io.rubato.storage.loop.Loop;
import io.rubato.storage.loop.LoopStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One thread that brings the log to the disk for everyone who waits: those who come while the disk works share the
/// next round. It sleeps while nobody waits. A failed round ends it for good: the kernel may have dropped the pages it
/// could not write, so a second try that succeeds would prove nothing. Other failures, for want of memory perhaps, say
/// nothing about the disk, and the round is tried again.
final class GroupCommit implements AutoCloseable {
    /// Forces what was written before the call and returns the position up to where that is.
    @FunctionalInterface
    interface Sync {
        long run() throws IOException;
    }

    private record Waiter(long position, CompletableFuture<@Nullable Void> future) {}

    private final Sync sync;
    private final Loop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private List<Waiter> waiters = new ArrayList<>();
    private boolean closed;
    private volatile long durable;
    private volatile @Nullable IOException failure;

    GroupCommit(long durable, Sync sync) {
        this.durable = durable;
        this.sync = sync;
        this.loop = new Loop("log-commit", this::hasWork, this::round).start();
    }

    long durable() {
        return durable;
    }

    @Nullable
    IOException failure() {
        return failure;
    }

    CompletableFuture<@Nullable Void> await(long position) {
        lock.lock();
        try {
            if (position <= durable) {
                return CompletableFuture.completedFuture(null);
            }
            IOException broken = failure;
            if (broken != null) {
                return CompletableFuture.failedFuture(broken);
            }
            if (closed) {
                return CompletableFuture.failedFuture(new IOException("the write-ahead log is closed"));
            }
            CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
            waiters.add(new Waiter(position, future));
            work.signal();
            return future;
        } finally {
            lock.unlock();
        }
    }

    LoopStatus status() {
        return loop.status();
    }

    private void round() throws IOException {
        try {
            succeed(sync.run());
        } catch (IOException e) {
            fail(e);
            throw e;
        } catch (RuntimeException | Error e) {
            if (isClosed()) {
                fail(e);
            }
            throw e;
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        lock.lock();
        try {
            while (waiters.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            return !waiters.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void succeed(long reached) {
        List<Waiter> done = new ArrayList<>();
        lock.lock();
        try {
            durable = reached;
            List<Waiter> left = new ArrayList<>();
            for (Waiter waiter : waiters) {
                (waiter.position <= reached ? done : left).add(waiter);
            }
            waiters = left;
        } finally {
            lock.unlock();
        }
        done.forEach(waiter -> waiter.future.complete(null));
    }

    private void fail(Throwable cause) {
        IOException broken = new IOException(
                "the write-ahead log takes no more records: writing to the disk failed (" + cause
                        + "); what was not acknowledged may be lost; it works again after a restart",
                cause);
        List<Waiter> done;
        lock.lock();
        try {
            failure = broken;
            closed = true;
            done = waiters;
            waiters = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        done.forEach(waiter -> waiter.future.completeExceptionally(broken));
    }

    /// Serves those who wait, then ends the thread.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        loop.awaitEnd();
    }
}

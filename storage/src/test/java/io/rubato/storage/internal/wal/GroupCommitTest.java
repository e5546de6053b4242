package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    @TempDir
    Path directory;

    private final FaultyFiles files = new FaultyFiles();

    @Test
    void manyThreadsAppendAndWait() throws Exception {
        int threads = 16;
        int each = 60;
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Logs.replay(log, 0);
            List<Future<?>> clients = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int client = t;
                clients.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        log.durable(Logs.append(log, client + "." + i + " ".repeat(100 * client)))
                                .get();
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        List<String> bodies =
                Logs.replay(directory).bodies().stream().map(String::strip).toList();
        assertThat(bodies).hasSize(threads * each);
        for (int t = 0; t < threads; t++) {
            String prefix = t + ".";
            List<String> own =
                    bodies.stream().filter(body -> body.startsWith(prefix)).toList();
            for (int i = 0; i < each; i++) {
                assertThat(own.get(i)).isEqualTo(prefix + i);
            }
        }
    }

    @Test
    void thoseWhoComeWhileTheDiskWorksShareTheNextRound() throws Exception {
        try (WriteAheadLog log =
                WriteAheadLog.open(directory, new WalOptions(1 << 20, true, 0), files, System::nanoTime)) {
            Logs.replay(log, 0);
            CountDownLatch gate = new CountDownLatch(1);
            files.forceGate = gate;
            List<CompletableFuture<?>> waiters = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                waiters.add(log.durable(Logs.append(log, "record " + i)));
            }
            assertThat(waiters).noneMatch(CompletableFuture::isDone);
            gate.countDown();
            CompletableFuture.allOf(waiters.toArray(CompletableFuture[]::new)).get();
            assertThat(files.forces.get()).isBetween(1, 2);
            assertThat(log.durable(log.position())).isCompleted();
            assertThat(files.forces.get()).isLessThanOrEqualTo(2);
        }
    }

    /// The disk refused nothing; only a failed fsync may end the log.
    @Test
    void anErrorBesideTheDiskIsTriedAgain() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        try (GroupCommit commit = new GroupCommit(0, () -> {
            if (rounds.getAndIncrement() == 0) {
                throw new OutOfMemoryError("heap");
            }
            return 10;
        })) {
            commit.await(10).get(1, TimeUnit.MINUTES);
            assertThat(commit.failure()).isNull();
            assertThat(commit.status().failures()).isOne();
        }
    }

    /// Whoever closes the log is not kept for ever.
    @Test
    void anErrorThatStaysEndsWithTheLog() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CompletableFuture<?> waiter;
        try (GroupCommit commit = new GroupCommit(0, () -> {
            failed.countDown();
            throw new OutOfMemoryError("heap");
        })) {
            waiter = commit.await(10);
            assertThat(failed.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(waiter).isCompletedExceptionally();
    }

    @Test
    void closingServesThoseWhoWait() throws Exception {
        WriteAheadLog log = WriteAheadLog.open(directory, new WalOptions(1 << 20, true, 0), files, System::nanoTime);
        Logs.replay(log, 0);
        CountDownLatch gate = new CountDownLatch(1);
        files.forceGate = gate;
        CompletableFuture<?> waiter = log.durable(Logs.append(log, "last"));
        Thread closing = Thread.ofPlatform().start(() -> {
            try {
                log.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        gate.countDown();
        assertThat(waiter).succeedsWithin(Deadline.LONGEST);
        closing.join();
        assertThat(Logs.replay(directory).bodies()).containsExactly("last");
    }

    @Test
    void aCallbackMayAppend() throws Exception {
        try (WriteAheadLog log = WriteAheadLog.open(directory, Logs.SMALL)) {
            Logs.replay(log, 0);
            log.durable(Logs.append(log, "one"))
                    .thenCompose(done -> {
                        try {
                            return log.durable(Logs.append(log, "two"));
                        } catch (IOException e) {
                            return CompletableFuture.failedFuture(e);
                        }
                    })
                    .get();
        }
        assertThat(Logs.replay(directory).bodies()).containsExactly("one", "two");
    }
}

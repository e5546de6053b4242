package io.rubato.storage.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static Throwable thrown(int number) {
        return List.of(
                        new IllegalStateException("state"),
                        new java.io.UncheckedIOException(new java.io.IOException("disk")),
                        new java.io.IOException("checked"),
                        new OutOfMemoryError("heap"),
                        new StackOverflowError(),
                        new UnsatisfiedLinkError("native"),
                        new InterruptedException("stray"))
                .get(number);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aRoundMayThrowWhateverItLikes() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(10);
        try (Loop loop = new Loop(
                "test",
                () -> true,
                () -> {
                    done.countDown();
                    int round = rounds.getAndIncrement();
                    if (round < 7) {
                        LoopTest.<Exception>raise(thrown(round));
                    }
                },
                Duration.ZERO)) {
            loop.start();
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
            // A stray interrupt is no failure.
            assertThat(loop.status().failures()).isEqualTo(6);
            assertThat(loop.close(LONG)).isTrue();
        }
    }

    @Test
    void aPartThatFailsCostsTheOthersNothing() throws Exception {
        BlockingQueue<String> done = new LinkedBlockingQueue<>();
        Loop[] self = new Loop[1];
        self[0] = new Loop(
                "test",
                () -> done.size() < 6,
                () -> {
                    self[0].part("first", () -> {
                        throw new AssertionError("an Error");
                    });
                    self[0].part("second", () -> done.add("second"));
                },
                Duration.ZERO);
        self[0].start();
        assertThat(self[0].awaitEnd(LONG)).isTrue();
        assertThat(done).hasSize(6);
        assertThat(self[0].status().failures()).isEqualTo(6);
        assertThat(self[0].status().ageSeconds()).isPositive();
    }

    @Test
    void whoWaitsIsWellAndWhoHangsIsNot() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch works = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        try (Loop loop = new Loop(
                "test",
                () -> {
                    waits.await();
                    return true;
                },
                () -> {
                    works.countDown();
                    hangs.await();
                })) {
            assertThat(loop.start().status()).isEqualTo(new LoopStatus("test", 0, 0));
            waits.countDown();
            assertThat(works.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(loop.status().ageSeconds()).isPositive();
            assertThat(loop.close(LONG)).isTrue();
        }
    }

    @Test
    void whatWasNeverStartedIsClosedAtOnce() {
        assertThat(Loop.every(LONG, "test", () -> {}).close(LONG)).isTrue();
    }
}

package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.QueryException.Reason;
import io.rubato.query.QueryMemory.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QueryMemoryTest {
    private static final long MEBI = 1 << 20;

    private final QueryMemory all = new QueryMemory(10 * MEBI);

    private static Reason reason(Runnable taking) {
        try {
            taking.run();
        } catch (QueryException e) {
            return e.reason();
        }
        throw new AssertionError("nothing was refused");
    }

    @Test
    void oneQueryKeepsNoMoreThanItMay() {
        try (Claim claim = all.claim(2 * MEBI)) {
            claim.keep(2 * MEBI);
            assertThat(reason(() -> claim.keep(1))).isEqualTo(Reason.TOO_LARGE);
            claim.drop(1);
            claim.keep(1);
            // What is needed for a while is not kept.
            claim.use(5 * MEBI);
        }
        assertThat(all.used()).isZero();
    }

    @Test
    void allQueriesTogetherUseNoMoreThanThereIs() {
        try (Claim one = all.claim(100 * MEBI);
                Claim other = all.claim(100 * MEBI)) {
            one.use(8 * MEBI);
            assertThat(reason(() -> other.use(3 * MEBI))).isEqualTo(Reason.OVERLOADED);
            assertThat(reason(() -> other.keep(3 * MEBI))).isEqualTo(Reason.OVERLOADED);
            other.use(2 * MEBI);
            one.release(8 * MEBI);
            other.keep(7 * MEBI);
        }
        assertThat(all.used()).isZero();
    }

    @Test
    void whatIsOverTakesNothing() {
        Claim claim = all.claim(MEBI);
        claim.use(MEBI);
        claim.close();
        claim.close();
        claim.release(MEBI);
        assertThat(reason(() -> claim.use(1))).isEqualTo(Reason.CANCELLED);
        assertThat(all.used()).isZero();
    }

    @Test
    void nothingIsLostByManyThreads() {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(t);
            running.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2_000; i++) {
                    try (Claim claim = all.claim(3 * MEBI)) {
                        long held = 0;
                        for (int step = 0; step < 10; step++) {
                            long bytes = random.nextInt((int) MEBI);
                            claim.use(bytes);
                            held += bytes;
                            if (random.nextBoolean()) {
                                claim.release(held);
                                held = 0;
                            }
                            assertThat(all.used()).isBetween(0L, all.most() + 8 * MEBI);
                        }
                    } catch (QueryException e) {
                        assertThat(e.reason()).isEqualTo(Reason.OVERLOADED);
                    }
                }
            }));
        }
        running.forEach(CompletableFuture::join);
        assertThat(all.used()).isZero();
    }

    @Test
    void aContextHasMemoryOfItsOwnUnlessItIsShared() {
        QueryContext alone = QueryContext.withTimeout(java.time.Duration.ofMinutes(1));
        alone.memory().use(MEBI);
        assertThatThrownBy(() -> alone.memory().keep(Long.MAX_VALUE / 4)).isInstanceOf(QueryException.class);
        assertThat(all.used()).isZero();
    }
}

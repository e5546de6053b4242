package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Random lives of a store whose machine loses power again and again: every acknowledged span is there
/// afterwards, and none twice. The system property `rubato.seed` says with which seed to begin.
class PowerLossTest {
    private static final int LOSSES_A_LIFE = 15;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.rubato.storage");

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    @Test
    void aFewPowerLosses() throws Exception {
        losePower(1, 240);
    }

    /// The system property `rubato.losses` says how many.
    @Tag("slow")
    @Test
    void manyPowerLosses() throws Exception {
        losePower(1000, Integer.getInteger("rubato.losses", 10_000));
    }

    private static void losePower(long first, int losses) throws Exception {
        long seed = Long.getLong("rubato.seed", first);
        long before = seed;
        long done = 0;
        while (done < losses) {
            PowerLossModel model = new PowerLossModel(seed);
            try {
                model.run(LOSSES_A_LIFE);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + model, e);
            }
            done += model.powerLosses();
            seed++;
        }
        System.out.printf(
                "seeds %d to %d: %d power losses, no acknowledged span lost, none doubled%n", before, seed - 1, done);
        assertThat(done).isGreaterThanOrEqualTo(losses);
    }
}

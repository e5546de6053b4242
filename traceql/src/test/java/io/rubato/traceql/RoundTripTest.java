package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/// What a tree prints parses back to an equal tree.
class RoundTripTest {
    private static final int TREES = 10_000;

    @Test
    void randomTreesParseBack() {
        long seed = Long.getLong("traceql.seed", 20260821);
        RandomQueries queries = new RandomQueries(seed);
        for (int i = 0; i < TREES; i++) {
            Query query = queries.query();
            String text = query.toString();
            if (!new QueryParser(text).query().equals(query)) {
                fail("seed %d, tree %d: %s", seed, i, text);
            }
        }
    }

    /// Validation must end in one of its two ways for any tree, whatever sense it makes.
    @Test
    void randomTreesValidateOrAreRefusedInOneLine() {
        long seed = Long.getLong("traceql.seed", 31);
        RandomQueries queries = new RandomQueries(seed);
        int valid = 0;
        for (int i = 0; i < TREES; i++) {
            Query query = queries.query();
            try {
                Validator.validate(query);
                valid++;
            } catch (TraceQlException e) {
                if (e.getMessage().isBlank() || e.getMessage().contains("\n")) {
                    fail("seed %d, tree %d: %s", seed, i, query);
                }
            }
        }
        assertThat(valid).isBetween(10, TREES - 10);
    }
}

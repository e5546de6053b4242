package io.rubato.storage.internal.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentPartsTest {
    private static final int PART = 1_000;
    private final List<Long> decoded = new ArrayList<>();

    private void ask(RecentParts parts, Object block, long offset) {
        parts.get(
                block,
                Long.class,
                offset,
                () -> {
                    decoded.add(offset);
                    return offset;
                },
                _ -> PART - 128);
    }

    @Test
    void dropsTheLeastRecentlyUsed() {
        RecentParts parts = new RecentParts(2 * PART, 1);
        ask(parts, "a", 1);
        ask(parts, "a", 2);
        ask(parts, "a", 1);
        ask(parts, "a", 3);
        ask(parts, "a", 1);
        ask(parts, "a", 2);
        assertThat(decoded).containsExactly(1L, 2L, 3L, 2L);
        assertThat(parts.bytes()).isEqualTo(2 * PART);
    }

    @Test
    void findsPartsAgainInAScanThatIsTooLargeForIt() {
        RecentParts parts = new RecentParts(10 * PART, 16);
        for (int round = 0; round < 20; round++) {
            for (long offset = 0; offset < 40; offset++) {
                ask(parts, "a", offset);
            }
        }
        // Of 40 there is room for 10; a quarter at most can be found each round.
        int found = 20 * 40 - decoded.size();
        assertThat(found).isBetween(19 * 4, 19 * 10);
    }

    @Test
    void forgetsABlock() {
        RecentParts parts = new RecentParts(10 * PART, 1);
        ask(parts, "a", 1);
        ask(parts, "b", 1);
        parts.forget("a");
        assertThat(parts.bytes()).isEqualTo(PART);
        ask(parts, "b", 1);
        ask(parts, "a", 1);
        assertThat(decoded).containsExactly(1L, 1L, 1L);
    }
}

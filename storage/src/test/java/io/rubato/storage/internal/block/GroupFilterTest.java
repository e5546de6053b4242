package io.rubato.storage.internal.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupFilterTest {
    private final Random random = new Random(Long.getLong("rubato.seed", 1));

    private List<long[]> blocks(int count, int traces) {
        List<long[]> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(random.longs(random.nextInt(traces + 1)).toArray());
        }
        return blocks;
    }

    @Test
    void eachTraceLeadsToItsBlock() {
        for (int count = 1; count <= GroupFilter.MAX_BLOCKS; count++) {
            List<long[]> blocks = blocks(count, 300 * count);
            GroupFilter filter = reread(GroupFilter.of(blocks));
            for (int block = 0; block < count; block++) {
                for (long hash : blocks.get(block)) {
                    assertThat(filter.blockOf(hash)).isEqualTo(block);
                }
            }
        }
    }

    @Test
    void aTraceOfSeveralBlocksLeadsToAll() {
        List<long[]> blocks = blocks(9, 2_000);
        long[] shared = random.longs(100).toArray();
        blocks.set(3, concat(blocks.get(3), shared));
        blocks.set(8, concat(blocks.get(8), shared));
        // Twice in one block is still one block.
        blocks.set(5, concat(blocks.get(5), new long[] {7, 7}));
        GroupFilter filter = reread(GroupFilter.of(blocks));
        for (long hash : shared) {
            assertThat(filter.blockOf(hash)).isEqualTo(GroupFilter.SEVERAL);
        }
        assertThat(filter.blockOf(7)).isEqualTo(5);
    }

    private static long[] concat(long[] some, long[] more) {
        long[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Test
    void fewOthersPassAndItIsSmall() {
        List<long[]> blocks = Collections.nCopies(20, 0).stream()
                .map(none -> random.longs(10_000).toArray())
                .toList();
        GroupFilter filter = GroupFilter.of(blocks);
        long passed = random.longs(1_000_000)
                .filter(hash -> filter.blockOf(hash) != GroupFilter.NONE)
                .count();
        assertThat(passed).isBetween(300L, 700L);
        assertThat(filter.size64()).isLessThan(200_000 * 24 / 10);
    }

    @Test
    void emptyAndTooLargeGroups() {
        GroupFilter filter = GroupFilter.of(List.of(new long[0], new long[0]));
        long passed = random.longs(100_000)
                .filter(hash -> filter.blockOf(hash) != GroupFilter.NONE)
                .count();
        assertThat(passed).isLessThan(150);
        assertThatThrownBy(() -> GroupFilter.of(Collections.nCopies(32, new long[0])))
                .hasMessage("32 blocks (expected: at most 31)");
    }

    private static GroupFilter reread(GroupFilter filter) {
        ByteSink sink = new ByteSink(64);
        filter.write(sink);
        return GroupFilter.read(new Wire().on(sink.bytes(), 0, sink.size()));
    }
}

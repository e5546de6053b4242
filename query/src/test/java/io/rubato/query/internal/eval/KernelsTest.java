package io.rubato.query.internal.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.internal.value.LongRange;
import io.rubato.storage.scan.Bits;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Each kernel against the same thing said one value at a time.
class KernelsTest {
    private static final long SEED = 3;
    private final Random random = new Random(SEED);

    private Bits bits(int size) {
        Bits bits = new Bits(size);
        int density = 1 + random.nextInt(20);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(20) < density) {
                bits.set(i);
            }
        }
        return bits;
    }

    @Test
    void spreadsDenseBitsOverRows() {
        for (int round = 0; round < 2_000; round++) {
            Bits present = bits(random.nextInt(400));
            Bits dense = bits(present.count());
            Bits target = bits(present.size());
            Bits expected = target.copy();
            int position = 0;
            for (int row = present.next(0); row >= 0; row = present.next(row + 1)) {
                if (dense.get(position++)) {
                    expected.set(row);
                }
            }
            Kernels.spread(dense, present, target);
            assertThat(target).as("seed %d, round %d", SEED, round).isEqualTo(expected);
        }
    }

    @Test
    void looksCodesUp() {
        for (int round = 0; round < 2_000; round++) {
            int count = random.nextInt(300);
            Bits table = bits(1 + random.nextInt(200));
            int[] codes = random.ints(count + 9, 0, table.size()).toArray();
            Bits expected = new Bits(count);
            for (int i = 0; i < count; i++) {
                if (table.get(codes[i])) {
                    expected.set(i);
                }
            }
            assertThat(Kernels.codes(codes, count, table))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
        }
    }

    @Test
    void comparesWithRanges() {
        List<Long> edges =
                List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L, 1L, 2L, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        for (long low : edges) {
            for (long high : edges) {
                LongRange range = new LongRange(low, high);
                long[] values =
                        random.ints(300, 0, edges.size()).mapToLong(edges::get).toArray();
                Bits rows = Kernels.range(values, 200, range);
                for (int i = 0; i < 200; i++) {
                    assertThat(rows.get(i))
                            .as("%d in %s", values[i], range)
                            .isEqualTo(low <= values[i] && values[i] <= high);
                }
                assertThat(rows.next(0)).isLessThan(200);
            }
        }
    }
}

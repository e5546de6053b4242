package io.rubato.storage.internal.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceFilterTest {
    private final Random random = new Random(Long.getLong("rubato.seed", 1));

    private TraceId[] ids(int count) {
        TraceId[] ids = new TraceId[count];
        for (int i = 0; i < count; i++) {
            ids[i] = new TraceId(random.nextLong(), random.nextLong());
        }
        return ids;
    }

    @Test
    void whatIsThereAlwaysPasses() {
        for (int count = 0; count < 3_000; count += 1 + count / 7) {
            TraceId[] ids = ids(count);
            TraceFilter filter = comeBack(TraceFilter.of(ids, count));
            for (TraceId id : ids) {
                assertThat(filter.mayHave(id)).isTrue();
            }
        }
    }

    @Test
    void idsThatDifferInOneHalfOrOccurTwice() {
        TraceId[] ids = new TraceId[20_000];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = new TraceId(i % 2 == 0 ? 1 : i, i % 3 == 0 ? i : 1);
        }
        TraceFilter filter = TraceFilter.of(ids, ids.length);
        for (TraceId id : ids) {
            assertThat(filter.mayHave(id)).isTrue();
        }
    }

    /// At these sizes hardly any seed gives a filter of the usual length.
    @Test
    void everySizeHasAFilterOfAboutTheUsualLength() {
        for (int count = 3_000; count < 60_000; count += 211) {
            TraceId[] ids = ids(count);
            TraceFilter filter = TraceFilter.of(ids, count);
            assertThat(filter.size64()).as("%d ids", count).isLessThan(count * 34L / 10);
            for (int i = 0; i < count; i += 17) {
                assertThat(filter.mayHave(ids[i])).isTrue();
            }
        }
        for (int count : new int[] {11_425, 11_503, 11_511, 12_298, 13_171}) {
            for (int i = 0; i < 40; i++) {
                assertThat(TraceFilter.of(ids(count), count).size64()).isLessThan(count * 34L / 10);
            }
        }
    }

    @Test
    void fewOthersPassAndItIsSmall() {
        TraceId[] ids = ids(18_000);
        TraceFilter filter = TraceFilter.of(ids, ids.length);
        int passed = 0;
        for (TraceId other : ids(1_000_000)) {
            passed += filter.mayHave(other) ? 1 : 0;
        }
        assertThat(passed).isLessThan(60);
        assertThat(filter.size64()).isLessThan(18_000 * 26 / 10);
    }

    private static TraceFilter comeBack(TraceFilter filter) {
        ByteSink sink = new ByteSink(64);
        filter.write(sink);
        return TraceFilter.read(new Wire().on(sink.bytes(), 0, sink.size()));
    }
}

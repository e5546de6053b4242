package io.rubato.storage.internal.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The order of broken and huge traces, against a slow and obvious form of the same rules.
class TraceOrderTest {
    private record Given(long id, long parent, long start, long duration) {}

    private final TraceOrder order = new TraceOrder();

    @Test
    void randomGraphs() {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 9);
            int ids = 1 + random.nextInt(size * 2);
            int starts = 1 + random.nextInt(size * 2);
            List<Given> spans = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                spans.add(new Given(
                        1 + random.nextInt(ids),
                        random.nextInt(ids + 2),
                        random.nextInt(starts) - 5L,
                        random.nextInt(3)));
            }
            check(spans);
        }
    }

    private void check(List<Given> spans) {
        arrange(spans);
        int[] parents = expectedParents(spans);
        List<Integer> expected = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        visit(spans, parents, -1, 0, expected, depths);
        assertThat(order.parents()).startsWith(parents);
        assertThat(IntStream.of(order.order()).limit(spans.size()).boxed().toList())
                .isEqualTo(expected);
        assertThat(IntStream.of(order.depths()).limit(spans.size()).boxed().toList())
                .isEqualTo(depths);
    }

    private void arrange(List<Given> spans) {
        order.reset();
        spans.forEach(span -> order.add(span.id, span.parent, span.start, span.duration));
        order.arrange();
    }

    private static Comparator<Integer> earliest(List<Given> spans) {
        return Comparator.comparingLong((Integer i) -> spans.get(i).start)
                .thenComparingLong(i -> -spans.get(i).duration)
                .thenComparingLong(i -> spans.get(i).id)
                .thenComparingLong(i -> spans.get(i).parent)
                .thenComparing(i -> i);
    }

    private static int[] expectedParents(List<Given> spans) {
        int[] parents = IntStream.range(0, spans.size())
                .map(span -> spans.get(span).parent == 0
                        ? -1
                        : IntStream.range(0, spans.size())
                                .filter(other -> other != span && spans.get(other).id == spans.get(span).parent)
                                .boxed()
                                .min(earliest(spans))
                                .orElse(-1))
                .toArray();
        for (int span = 0; span < parents.length; span++) {
            Set<Integer> seen = new HashSet<>();
            int at = span;
            while (at >= 0 && seen.add(at)) {
                at = parents[at];
            }
            if (at >= 0) {
                List<Integer> cycle = new ArrayList<>();
                for (int member = at; !cycle.contains(member); member = parents[member]) {
                    cycle.add(member);
                }
                parents[Collections.min(cycle, earliest(spans))] = -1;
            }
        }
        return parents;
    }

    private static void visit(
            List<Given> spans, int[] parents, int parent, int depth, List<Integer> order, List<Integer> depths) {
        IntStream.range(0, spans.size())
                .filter(span -> parents[span] == parent)
                .boxed()
                .sorted(Comparator.comparingLong((Integer span) -> spans.get(span).start)
                        .thenComparing(span -> span))
                .forEach(span -> {
                    order.add(span);
                    depths.add(depth);
                    visit(spans, parents, span, depth + 1, order, depths);
                });
    }

    @Test
    @Timeout(Deadline.SECONDS)
    void aChainOf100000Spans() {
        List<Given> spans = new ArrayList<>();
        for (int id = 100_000; id > 0; id--) {
            spans.add(new Given(id, id - 1, id, 1));
        }
        arrange(spans);
        assertThat(order.depths()[99_999]).isEqualTo(99_999);
        assertThat(order.order()[0]).isEqualTo(99_999);
    }

    @Test
    @Timeout(Deadline.SECONDS)
    void wideFansCyclesAndSelves() {
        int size = 200_000;
        List<Given> fan = new ArrayList<>();
        List<Given> cycle = new ArrayList<>();
        List<Given> selves = new ArrayList<>();
        List<Given> same = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            fan.add(new Given(i + 1, i == 0 ? 0 : 1, -i, 1));
            cycle.add(new Given(i + 1, (i + 1) % size + 1, size - i, 1));
            selves.add(new Given(i + 1, i + 1, i, 1));
            same.add(new Given(7, 7, size - i, 1));
        }
        arrange(fan);
        assertThat(order.order()[1]).isEqualTo(size - 1);
        arrange(cycle);
        assertThat(order.parents()[size - 1]).isEqualTo(-1);
        assertThat(order.depths()[size - 1]).isEqualTo(size - 1);
        arrange(selves);
        assertThat(IntStream.of(order.parents()).limit(size)).allMatch(parent -> parent == -1);
        arrange(same);
        assertThat(order.parents()[0]).isEqualTo(size - 1);
        assertThat(order.parents()[size - 1]).isEqualTo(-1);
    }
}

package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.MetricsSeries;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchRequest;
import io.rubato.query.Spanset;
import io.rubato.query.TimeSteps;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.oracle.MetricsOracle.Counted;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.MetricsFunction;
import io.rubato.traceql.MetricsPipeline;
import io.rubato.traceql.OverTime;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpansetFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Metrics against the oracle: random traces stored in several ways, random filters, functions, groups and time axes.
class MetricsOracleTest {
    private static final int QUERIES = 60;
    private static final Pipeline ALL = new Pipeline(List.of(SpansetFilter.ALL));
    private static final int EXEMPLARS = 5;
    private static final long MILLI = 1_000_000;
    private final QueryEngine engine = new QueryEngine();

    @Test
    void seriesAreThoseOfTheOracle() {
        run(60, 1);
    }

    @Test
    @Tag("slow")
    void seriesAreThoseOfTheOracleInManyMoreCases() {
        run(200, Long.getLong("rubato.seed", 1_000));
    }

    private void run(int stores, long seed) {
        int counted = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < stores; i++) {
                counted += store(seed + i, executor);
            }
        }
        // Otherwise the cases say little.
        assertThat(counted).isGreaterThan(stores * QUERIES);
    }

    private int store(long seed, ExecutorService executor) {
        Random random = new Random(seed);
        CutStores stores = CutStores.random(random, 12);
        RandomPipelines pipelines = new RandomPipelines(random);
        int counted = 0;
        for (int i = 0; i < QUERIES; i++) {
            Pipeline pipeline = random.nextInt(3) == 0 ? ALL : pipelines.pipeline();
            OverTime metrics = metrics(random);
            TimeSteps steps = steps(random);
            Query query = new Query(new MetricsPipeline(pipeline, metrics, List.of()), List.of());
            MetricsRequest request = new MetricsRequest(query, steps, EXEMPLARS, 0);
            MetricsOracle oracle = new MetricsOracle(stores.traces(), steps);
            String as = "seed " + seed + ", case " + i + ": " + query + " " + steps;
            Map<List<String>, double[]> expected = oracle.series(pipeline, metrics);
            MetricsResult whole = engine.metrics(stores.whole(), request, minute());
            check(as + " whole", whole, expected, metrics, steps);
            MetricsResult cut = engine.metrics(stores.cut(), request, minute());
            check(as + " cut", cut, expected, metrics, steps);
            QueryContext threads = QueryContext.withTimeout(Duration.ofMinutes(1), executor, 2);
            check(as + " threads", engine.metrics(stores.cut(), request, threads), expected, metrics, steps);
            exemplars(as, whole, cut, observed(oracle.counted(pipeline, metrics), metrics));
            if (metrics.function() == MetricsFunction.COUNT_OVER_TIME) {
                sums(as, stores, request, pipeline);
            }
            counted += expected.size();
        }
        return counted;
    }

    private static QueryContext minute() {
        return QueryContext.withTimeout(Duration.ofMinutes(1));
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static OverTime metrics(Random random) {
        MetricsFunction function = pick(random, List.of(MetricsFunction.values()));
        List<Field> by = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i -= 1 + random.nextInt(2)) {
            by.add(field(random));
        }
        Field measured = !function.measures()
                ? null
                : random.nextInt(3) == 0 ? field(random) : new IntrinsicRef(Intrinsic.DURATION);
        List<Double> quantiles =
                function == MetricsFunction.QUANTILE_OVER_TIME ? List.of(0.5, random.nextDouble()) : List.of();
        return new OverTime(
                function, measured, quantiles, by.stream().distinct().toList());
    }

    private static Field field(Random random) {
        if (random.nextInt(3) == 0) {
            return new IntrinsicRef(pick(random, List.of(Intrinsic.values())));
        }
        Scope scope = pick(random, List.of(Scope.values()));
        boolean parent = List.of(Scope.UNSCOPED, Scope.SPAN, Scope.RESOURCE).contains(scope) && random.nextInt(8) == 0;
        String key = random.nextInt(6) == 0 ? "service.name" : pick(random, RandomTraces.KEYS);
        return new AttributeRef(scope, key, parent);
    }

    private static TimeSteps steps(Random random) {
        long start = CutStores.FIRST + random.nextInt(30) * MILLI - random.nextInt(3);
        long end = start + 1 + random.nextInt(30) * MILLI;
        return random.nextInt(5) == 0
                ? TimeSteps.whole(start, end)
                : TimeSteps.aligned(start, end, (1L + random.nextInt(12)) * MILLI + random.nextInt(2) * 1_000L);
    }

    private static void check(
            String as, MetricsResult result, Map<List<String>, double[]> expected, OverTime metrics, TimeSteps steps) {
        Map<List<String>, double[]> found = new TreeMap<>(java.util.Comparator.comparing(List::toString));
        for (MetricsSeries series : result.series()) {
            double[] values = new double[steps.count()];
            Arrays.fill(values, Double.NaN);
            for (MetricsSeries.Sample sample : series.samples()) {
                int interval = 0;
                while (steps.timestampMillis(interval) != sample.timestampMillis()) {
                    interval++;
                }
                values[interval] = sample.value();
            }
            found.put(series.labels().stream().map(MetricsOracle::label).toList(), values);
        }
        assertThat(found.keySet()).as(as).isEqualTo(expected.keySet());
        assertThat(result.series()).as(as).hasSize(expected.size());
        double tolerance = MetricsOracle.tolerance(metrics.function());
        expected.forEach((labels, values) -> {
            double[] actual = Objects.requireNonNull(found.get(labels));
            for (int i = 0; i < values.length; i++) {
                boolean same = Double.compare(actual[i], values[i]) == 0
                        || actual[i] == values[i]
                        || Math.abs(actual[i] - values[i]) <= tolerance * Math.abs(values[i]);
                assertThat(same)
                        .as("%s %s interval %d: %s, expected %s", as, labels, i, actual[i], values[i])
                        .isTrue();
            }
        });
    }

    /// Distributions leave infinite numbers out.
    private static List<Counted> observed(List<Counted> counted, OverTime metrics) {
        boolean finite = metrics.function() == MetricsFunction.QUANTILE_OVER_TIME
                || metrics.function() == MetricsFunction.HISTOGRAM_OVER_TIME;
        return counted.stream()
                .filter(one -> !finite || Double.isFinite(one.value()))
                .toList();
    }

    /// Exemplars are spans that count, of as many traces, and the same however spans are stored.
    private static void exemplars(String as, MetricsResult whole, MetricsResult cut, List<Counted> counted) {
        List<MetricsSeries.Exemplar> all = whole.series().stream()
                .flatMap(series -> series.exemplars().stream())
                .toList();
        assertThat(all).as(as).hasSizeLessThanOrEqualTo(EXEMPLARS);
        assertThat(all.stream().map(MetricsSeries.Exemplar::traceId)).as(as).doesNotHaveDuplicates();
        assertThat(all.isEmpty()).as(as).isEqualTo(counted.isEmpty());
        for (MetricsSeries.Exemplar exemplar : all) {
            assertThat(counted)
                    .as("%s %s", as, exemplar)
                    .anyMatch(one -> one.trace().id().equals(exemplar.traceId())
                            && one.trace().spans().get(one.span()).start() / MILLI == exemplar.timestampMillis());
        }
        for (int i = 0; i < whole.series().size(); i++) {
            assertThat(cut.series().get(i).exemplars())
                    .as(as)
                    .usingRecursiveComparison()
                    .withComparatorForType(
                            (a, b) -> a.equals(b) || Math.abs(a - b) <= 1e-12 * Math.abs(a) ? 0 : 1, Double.class)
                    .isEqualTo(whole.series().get(i).exemplars());
        }
    }

    /// Counts of the whole are those of its parts together, and those of the spans that a search finds.
    private void sums(String as, CutStores stores, MetricsRequest request, Pipeline pipeline) {
        double parts = stores.cut().sources().stream()
                .mapToDouble(source -> sum(new MemorySnapshot(List.of(source)), request))
                .sum();
        assertThat(sum(stores.cut(), request)).as(as).isEqualTo(parts);
        Query search = new Query(pipeline, List.of());
        TimeSteps steps = request.steps();
        long spans = engine
                .search(
                        stores.cut(),
                        new SearchRequest(search, steps.afterNanos() + 1, steps.endNanos(), 1_000, 1_000),
                        minute())
                .traces()
                .stream()
                .flatMap(trace -> trace.spansets().stream().flatMap(set -> set.spans().stream()))
                .mapToLong(Spanset.SpanMatch::startNanos)
                .filter(start -> start > steps.afterNanos() && start <= steps.endNanos())
                .count();
        assertThat(parts).as(as).isEqualTo((double) spans);
    }

    private double sum(Snapshot snapshot, MetricsRequest request) {
        return engine.metrics(snapshot, request, minute()).series().stream()
                .flatMap(series -> series.samples().stream())
                .mapToDouble(MetricsSeries.Sample::value)
                .sum();
    }
}

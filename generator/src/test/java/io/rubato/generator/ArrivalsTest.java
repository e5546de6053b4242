package io.rubato.generator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.span.GeneratedSpan;
import io.rubato.generator.span.OtlpReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final long SEED = 11;
    private static final int SPANS = 60_000;
    private static final int RATE = 5_000;
    private static final double SECOND = 1e9;
    private static final Duration FLUSH = Duration.ofSeconds(5);
    private static final Arrivals PLAIN = Arrivals.PLAIN.withClockSpread(Duration.ZERO);

    private static TraceGenerator generator(int spans, Arrivals arrivals) {
        return new TraceGenerator(
                SEED, GeneratorOptions.of(spans).withSpansPerSecond(RATE).withExportDelay(FLUSH), arrivals);
    }

    private static List<Batch> batches(TraceGenerator generator) {
        List<Batch> batches = new ArrayList<>();
        generator.forEachRemaining(batches::add);
        return batches;
    }

    private static Map<String, List<GeneratedSpan>> traces(List<Batch> batches) {
        return batches.stream()
                .map(Batch::body)
                .map(OtlpReader::read)
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(GeneratedSpan::traceId));
    }

    @Test
    void batchesArriveInOrderSoonAfterTheirSpansEndedInTheOrderTheyEndedIn() throws Exception {
        long before = 0;
        for (Batch batch : batches(generator(SPANS, PLAIN))) {
            assertThat(batch.arrivalNanos()).isGreaterThanOrEqualTo(before);
            before = batch.arrivalNanos();
            TracesData data = TracesData.parseFrom(batch.body());
            assertThat(data.getResourceSpansList()).hasSize(1);
            int spans = 0;
            for (ScopeSpans scope : data.getResourceSpans(0).getScopeSpansList()) {
                long[] ends = scope.getSpansList().stream()
                        .mapToLong(Span::getEndTimeUnixNano)
                        .toArray();
                assertThat(ends).isSorted();
                assertThat(batch.arrivalNanos() - ends[0]).isLessThanOrEqualTo(FLUSH.toNanos());
                assertThat(batch.arrivalNanos()).isGreaterThanOrEqualTo(ends[ends.length - 1]);
                spans += ends.length;
            }
            assertThat(spans).isEqualTo(batch.spans()).isBetween(1, 512);
        }
    }

    @Test
    void aFullQueueIsSentAtOnceAndOthersWhenTheDelayHasPassed() {
        GeneratorOptions options =
                GeneratorOptions.of(150_000).withSpansPerSecond(50_000).withExportDelay(FLUSH);
        List<Batch> batches = batches(new TraceGenerator(SEED, options, PLAIN));
        assertThat(batches).anyMatch(batch -> batch.spans() == 512).anyMatch(batch -> batch.spans() < 100);
    }

    @Test
    void piecesOfATraceLieSecondsApart() {
        GeneratorOptions options =
                GeneratorOptions.of(100_000).withSpansPerSecond(RATE).withExportDelay(FLUSH);
        Map<String, Long> last = new HashMap<>();
        Map<String, Double> widest = new HashMap<>();
        new TraceGenerator(SEED, options, Arrivals.PLAIN).forEachRemaining(batch -> {
            for (String id : traceIds(batch)) {
                Long earlier = last.put(id, batch.arrivalNanos());
                if (earlier != null) {
                    widest.merge(id, (batch.arrivalNanos() - earlier) / SECOND, Math::max);
                }
            }
        });
        assertThat(widest).hasSizeGreaterThan(last.size() * 3 / 4);
        List<Double> gaps = widest.values().stream().sorted().toList();
        assertThat(gaps.get(gaps.size() / 2)).isCloseTo(1.7, within(0.3));
        assertThat(gaps.get(gaps.size() * 99 / 100)).isCloseTo(5, within(0.7));
    }

    private static List<String> traceIds(Batch batch) {
        return OtlpReader.read(batch.body()).stream()
                .map(GeneratedSpan::traceId)
                .distinct()
                .toList();
    }

    @Test
    void oneSeedGivesTheSameBytesAndArrivals() {
        Arrivals all = Arrivals.PLAIN
                .withLongGenerations(0.5)
                .withAgents(0.01)
                .withLate(List.of(new Arrivals.Late(0.1, Duration.ofSeconds(30))))
                .withRetries(0.1)
                .withAgainAfter(Duration.ofSeconds(3))
                .withMarathon(Duration.ofHours(1));
        TraceGenerator same = generator(SPANS, all);
        for (Batch batch : batches(generator(SPANS, all))) {
            Batch other = same.next();
            assertThat(Arrays.equals(other.body(), batch.body())).isTrue();
            assertThat(other.arrivalNanos()).isEqualTo(batch.arrivalNanos());
        }
        assertThat(same.hasNext()).isFalse();
    }

    @Test
    void truthIsWhatTheBodiesHold() {
        TraceGenerator generator = generator(SPANS, PLAIN.withAgents(0.005).withMarathon(Duration.ofHours(1)));
        Map<String, List<GeneratedSpan>> traces = traces(batches(generator));
        Truth truth = generator.truth();
        assertThat(truth.spans())
                .isEqualTo(traces.values().stream().mapToLong(List::size).sum());
        assertThat(truth.spans()).isBetween((long) SPANS, SPANS + SPANS / 10L);
        assertThat(truth.traces()).isEqualTo(traces.size());
        assertThat(truth.samples()).hasSizeGreaterThan(1_000);
        assertThat(truth.samples()).allSatisfy(sample -> {
            List<GeneratedSpan> spans = requireNonNull(traces.get(sample.traceId()));
            assertThat(spans).hasSize(sample.spans());
            assertThat(spans.stream().mapToLong(GeneratedSpan::startNanos).min())
                    .hasValue(sample.startNanos());
            assertThat(spans.stream().mapToLong(GeneratedSpan::endNanos).max()).hasValue(sample.endNanos());
        });
    }

    @Test
    void retriesAreEqualByteForByteAndLater() {
        TraceGenerator generator = generator(SPANS, PLAIN.withRetries(0.2));
        List<Batch> batches = batches(generator);
        IdentityHashMap<byte[], Long> first = new IdentityHashMap<>();
        int twice = 0;
        for (Batch batch : batches) {
            Long earlier = first.put(batch.body(), batch.arrivalNanos());
            if (earlier != null) {
                twice++;
                assertThat((batch.arrivalNanos() - earlier) / SECOND).isBetween(1.0, 10.0);
            }
        }
        assertThat(twice).isCloseTo(first.size() / 5, within(first.size() / 15));
        assertThat(generator.truth().spans())
                .isLessThan(batches.stream().mapToLong(Batch::spans).sum());
    }

    @Test
    void lateBatchesArriveLater() {
        Duration by = Duration.ofSeconds(30);
        List<Batch> batches = batches(generator(
                SPANS,
                PLAIN.withLate(List.of(new Arrivals.Late(0.1, by), new Arrivals.Late(0.02, by.multipliedBy(10))))));
        List<Double> ages = new ArrayList<>();
        for (Batch batch : batches) {
            long end = OtlpReader.read(batch.body()).stream()
                    .mapToLong(GeneratedSpan::endNanos)
                    .max()
                    .orElseThrow();
            ages.add((batch.arrivalNanos() - end) / SECOND);
        }
        assertThat(ages).allMatch(age -> age <= 5 || (age >= 30 && age <= 35) || (age >= 300 && age <= 305));
        assertThat(ages.stream().filter(age -> age > 5).count() / (double) ages.size())
                .isCloseTo(0.12, within(0.04));
        assertThat(batches).isSortedAccordingTo(Comparator.comparingLong(Batch::arrivalNanos));
    }

    @Test
    void everyTraceComesAgainWithOtherSpans() {
        Duration after = Duration.ofSeconds(40);
        TraceGenerator generator = generator(SPANS, PLAIN.withAgainAfter(after));
        Map<String, List<GeneratedSpan>> traces = traces(batches(generator));
        traces.values().forEach(spans -> {
            assertThat(spans.stream().map(GeneratedSpan::spanId).distinct()).hasSameSizeAs(spans);
            long[] roots = spans.stream()
                    .filter(span -> span.parentSpanId().isEmpty())
                    .mapToLong(GeneratedSpan::startNanos)
                    .sorted()
                    .toArray();
            assertThat(roots).hasSize(2);
            assertThat(roots[1] - roots[0]).isEqualTo(after.toNanos());
        });
        Truth truth = generator.truth();
        assertThat(truth.traces()).isEqualTo(traces.size());
        assertThat(truth.samples())
                .allSatisfy(sample -> assertThat(traces.get(sample.traceId())).hasSize(sample.spans()));
        assertThat(truth.spans()).isBetween(SPANS - SPANS / 10L, SPANS + SPANS / 10L);
    }

    @Test
    void generationsTakeTenSecondsToTwoMinutes() {
        Map<String, List<GeneratedSpan>> traces = traces(batches(generator(SPANS, PLAIN.withLongGenerations(1))));
        List<Double> seconds = traces.values().stream()
                .flatMap(List::stream)
                .filter(span -> span.service().equals("vllm-decode"))
                .map(span -> (span.endNanos() - span.startNanos()) / SECOND)
                .sorted()
                .toList();
        assertThat(seconds).allMatch(time -> time >= 10 && time <= 120);
        assertThat(seconds.get(seconds.size() / 2)).isCloseTo(27, within(4.0));
    }

    @Test
    void agentsStayOpenForMinutes() {
        // Half an hour of few traces, so that agents end by themselves.
        GeneratorOptions options =
                GeneratorOptions.of(SPANS).withSpansPerSecond(30).withExportDelay(FLUSH);
        TraceGenerator generator = new TraceGenerator(SEED, options, PLAIN.withAgents(0.05));
        List<List<GeneratedSpan>> agents = traces(batches(generator)).values().stream()
                .filter(spans -> spans.stream().anyMatch(span -> span.name().startsWith("invoke_agent")))
                .toList();
        assertThat(agents).hasSizeGreaterThan(50).allSatisfy(spans -> {
            List<GeneratedSpan> roots =
                    spans.stream().filter(span -> span.parentSpanId().isEmpty()).toList();
            assertThat(roots).hasSize(1);
            assertThat(roots.getFirst().endNanos())
                    .isEqualTo(spans.stream()
                            .mapToLong(GeneratedSpan::endNanos)
                            .max()
                            .orElseThrow());
        });
        List<Double> seconds = agents.stream()
                .flatMap(List::stream)
                .filter(span -> span.parentSpanId().isEmpty())
                .map(span -> (span.endNanos() - span.startNanos()) / SECOND)
                .sorted()
                .toList();
        assertThat(seconds.getLast()).isLessThan(3_800);
        assertThat(seconds.get(seconds.size() / 2)).isCloseTo(300, within(150.0));
    }

    @Test
    void aMarathonHasASpanASecond() {
        List<List<GeneratedSpan>> long1 =
                traces(batches(generator(SPANS, PLAIN.withMarathon(Duration.ofHours(3))))).values().stream()
                        .filter(spans ->
                                spans.stream().anyMatch(span -> span.name().equals("reindex catalog")))
                        .toList();
        assertThat(long1).hasSize(1);
        long[] starts = long1.getFirst().stream()
                .filter(span -> !span.parentSpanId().isEmpty())
                .mapToLong(GeneratedSpan::startNanos)
                .sorted()
                .toArray();
        assertThat(starts).hasSizeBetween(SPANS / RATE - 3, SPANS / RATE + 3);
        for (int i = 1; i < starts.length; i++) {
            assertThat((starts[i] - starts[i - 1]) / SECOND).isCloseTo(1, within(0.01));
        }
    }

    @Test
    void clocksDifferByInstanceAndSharesAreChecked() throws Exception {
        boolean ahead = false;
        for (Batch batch : batches(generator(5_000, Arrivals.PLAIN.withClockSpread(Duration.ofSeconds(20))))) {
            ahead |= OtlpReader.read(batch.body()).stream().anyMatch(span -> span.endNanos() > batch.arrivalNanos());
        }
        assertThat(ahead).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arrivals.PLAIN.withAgents(1.5))
                .withMessage("agents 1.5: expected 0 to 1");
    }
}

package io.rubato.generator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.generator.span.GeneratedSpan;
import io.rubato.generator.span.OtlpReader;
import io.rubato.generator.span.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TraceGeneratorTest {
    private static final long SEED = 7;
    private static final int SPANS = 30_000;
    private static final int CLIENT = 3;
    private static final int SERVER = 2;

    private static List<GeneratedSpan> spans(long seed, int wanted) {
        List<GeneratedSpan> spans = new ArrayList<>();
        new TraceGenerator(seed, GeneratorOptions.of(wanted))
                .forEachRemaining(batch -> spans.addAll(OtlpReader.read(batch.body())));
        return spans;
    }

    @Test
    void everyBodyIsOtlpThatReserialisesToItself() throws Exception {
        TraceGenerator generator = new TraceGenerator(SEED, GeneratorOptions.of(SPANS));
        int batches = 0;
        while (generator.hasNext()) {
            Batch batch = generator.next();
            TracesData data = TracesData.parseFrom(batch.body());
            // Field order differs from ascending in places, so compare content and size, not bytes.
            assertThat(data.toByteArray()).hasSameSizeAs(batch.body());
            assertThat(TracesData.parseFrom(data.toByteArray())).isEqualTo(data);
            assertThat(spansIn(data)).isEqualTo(batch.spans()).isBetween(1, 512);
            assertThat(data.getResourceSpansList()).hasSize(1);
            batches++;
        }
        assertThat(batches).isGreaterThan(50);
    }

    private static int spansIn(TracesData data) {
        return data.getResourceSpansList().stream()
                .map(ResourceSpans::getScopeSpansList)
                .flatMap(List::stream)
                .mapToInt(ScopeSpans::getSpansCount)
                .sum();
    }

    @Test
    void oneSeedGivesTheSameBytesAndAnotherSeedOthers() {
        TraceGenerator first = new TraceGenerator(SEED, GeneratorOptions.of(5_000));
        TraceGenerator same = new TraceGenerator(SEED, GeneratorOptions.of(5_000));
        TraceGenerator other = new TraceGenerator(SEED + 1, GeneratorOptions.of(5_000));
        while (first.hasNext()) {
            byte[] body = first.next().body();
            assertThat(same.next().body()).isEqualTo(body);
            if (other.hasNext()) {
                assertThat(other.next().body()).isNotEqualTo(body);
            }
        }
        assertThat(same.hasNext()).isFalse();
    }

    @Test
    void truthIsWhatTheBodiesHold() {
        TraceGenerator generator = new TraceGenerator(SEED, GeneratorOptions.of(SPANS));
        List<GeneratedSpan> spans = new ArrayList<>();
        generator.forEachRemaining(batch -> spans.addAll(OtlpReader.read(batch.body())));
        Truth truth = generator.truth();
        assertThat(truth.spans()).isEqualTo(spans.size()).isBetween((long) SPANS, SPANS + 200L);
        assertThat(truth.traces())
                .isEqualTo(spans.stream().map(GeneratedSpan::traceId).distinct().count());
        assertThat(truth.spansByService()).isEqualTo(count(spans, GeneratedSpan::service));
        Map<String, Long> names = new HashMap<>(truth.spansByName());
        names.values().removeIf(count -> count == 0);
        assertThat(names).isEqualTo(count(spans, GeneratedSpan::name));
        assertThat(truth.errors())
                .isEqualTo(spans.stream()
                        .filter(span -> span.statusCode() == GeneratedSpan.STATUS_ERROR)
                        .count());
        assertThat(truth.spansByHttpStatus().get(500))
                .isEqualTo(spans.stream()
                        .filter(span ->
                                span.attribute("http.response.status_code").equals(Optional.of(new Value.Whole(500))))
                        .count());
        samplesAreFound(truth.samples(), spans);
    }

    private static Map<String, Long> count(List<GeneratedSpan> spans, Function<GeneratedSpan, String> by) {
        return spans.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    private static void samplesAreFound(List<TraceSample> samples, List<GeneratedSpan> spans) {
        Map<String, List<GeneratedSpan>> traces = spans.stream().collect(Collectors.groupingBy(GeneratedSpan::traceId));
        assertThat(samples).hasSizeGreaterThan(1_000);
        for (TraceSample sample : samples) {
            List<GeneratedSpan> trace = requireNonNull(traces.get(sample.traceId()));
            assertThat(trace).hasSize(sample.spans());
            assertThat(trace.stream().mapToLong(GeneratedSpan::startNanos).min())
                    .hasValue(sample.startNanos());
            assertThat(trace.stream().mapToLong(GeneratedSpan::endNanos).max()).hasValue(sample.endNanos());
            if (!sample.requestId().isEmpty()) {
                assertThat(trace)
                        .anyMatch(span ->
                                span.attribute("x_request_id").equals(Optional.of(new Value.Text(sample.requestId()))));
                assertThat(trace)
                        .anyMatch(
                                span -> span.attribute("user.id").equals(Optional.of(new Value.Text(sample.userId()))));
            }
        }
    }

    @Test
    void tracesAreTreesWithServersBelowClients() {
        List<GeneratedSpan> spans = spans(SEED, SPANS);
        Map<String, GeneratedSpan> byId = new HashMap<>();
        spans.forEach(span -> assertThat(byId.put(span.spanId(), span)).isNull());
        int remote = 0;
        for (GeneratedSpan span : spans) {
            assertThat(span.endNanos()).isGreaterThan(span.startNanos());
            if (span.parentSpanId().isEmpty()) {
                continue;
            }
            GeneratedSpan parent = requireNonNull(byId.get(span.parentSpanId()));
            assertThat(parent.traceId()).isEqualTo(span.traceId());
            assertThat(span.startNanos()).isGreaterThanOrEqualTo(parent.startNanos());
            if (span.kind() == SERVER && span.name().startsWith("GET")) {
                assertThat(parent.kind()).isEqualTo(CLIENT);
                assertThat(parent.service()).isNotEqualTo(span.service());
                assertThat(span.endNanos()).isLessThanOrEqualTo(parent.endNanos());
                remote++;
            }
        }
        assertThat(remote).isGreaterThan(1_000);
    }

    /// What the server answered is what its caller recorded, a gateway answers what it got, and no server that fails
    /// says that it did not.
    @Test
    void errorsGoUpTheCallTree() throws Exception {
        int failed = 0;
        int passedOn = 0;
        for (long seed = SEED; seed < SEED + 3; seed++) {
            Map<String, GeneratedSpan> byId = new HashMap<>();
            spans(seed, SPANS).forEach(span -> byId.put(span.spanId(), span));
            for (GeneratedSpan span : byId.values()) {
                long status = httpStatus(span);
                if (status == 0) {
                    continue;
                }
                boolean client = span.kind() == CLIENT;
                boolean error = span.statusCode() == GeneratedSpan.STATUS_ERROR;
                assertThat(error)
                        .as("%s of %s: %d", span.name(), span.service(), status)
                        .isEqualTo(status >= (client ? 400 : 500));
                GeneratedSpan parent = byId.get(span.parentSpanId());
                if (parent == null || httpStatus(parent) == 0) {
                    continue;
                }
                boolean gateway = parent.name().endsWith(" /{path}");
                if (!client || gateway) {
                    assertThat(httpStatus(parent))
                            .as("%s calls %s of %s", parent.name(), span.name(), span.service())
                            .isEqualTo(status);
                    failed += error ? 1 : 0;
                    passedOn += error && gateway ? 1 : 0;
                }
            }
        }
        assertThat(failed).isGreaterThan(100);
        assertThat(passedOn).isGreaterThan(20);
    }

    private static long httpStatus(GeneratedSpan span) {
        return span.attribute("http.response.status_code")
                .map(value -> value instanceof Value.Whole(long status) ? status : 0L)
                .orElse(0L);
    }

    @Test
    void spansArriveSoonAfterTheyEnded() {
        TraceGenerator generator = new TraceGenerator(SEED, GeneratorOptions.of(SPANS));
        Map<String, Integer> firstBatch = new HashMap<>();
        Set<String> spread = new HashSet<>();
        long latest = 0;
        int number = 0;
        while (generator.hasNext()) {
            List<GeneratedSpan> batch = OtlpReader.read(generator.next().body());
            number++;
            for (GeneratedSpan span : batch) {
                latest = Math.max(latest, span.endNanos());
                assertThat(latest - span.endNanos()).isLessThan(2_500_000_000L);
                Integer first = firstBatch.putIfAbsent(span.traceId(), number);
                if (first != null && first != number) {
                    spread.add(span.traceId());
                }
            }
        }
        assertThat(spread.size()).isGreaterThan(firstBatch.size() / 2);
    }
}

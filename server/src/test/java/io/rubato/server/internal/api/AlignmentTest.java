package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What metrics count over a range is what a search of that range finds, wherever it starts and ends and whatever the
/// step: over each small range of seconds, with spans at random, on whole seconds and a nanosecond beside them.
class AlignmentTest {
    private static final long SECOND = 1_000_000_000;

    /// Unix seconds; no multiple of any step but 1.
    private static final long T = 1_700_000_039L;

    private static final int SECONDS = 16;
    private static final int SPANS = 120;
    private static final long SEED = System.nanoTime();

    @TempDir
    private static Path directory;

    private static Running running;
    private static Client client;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        client = new Client(running);
        Random random = new Random(SEED);
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int i = 1; i <= SPANS; i++) {
            long start = (T + random.nextInt(SECONDS)) * SECOND
                    + switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 1;
                        case 2 -> SECOND - 1;
                        default -> random.nextInt((int) SECOND);
                    };
            spans.addSpans(Span.newBuilder()
                    .setTraceId(ByteString.fromHex("%032x".formatted(i)))
                    .setSpanId(ByteString.fromHex("%016x".formatted(i)))
                    .setName(i % 3 == 0 ? "some" : "other")
                    .setStartTimeUnixNano(start)
                    .setEndTimeUnixNano(start));
        }
        TracesData traces = TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build();
        running.post(
                running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces"),
                "application/x-protobuf",
                traces.toByteArray());
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    /// The spans that a search finds and that start after one time, up to another.
    private static long found(String filter, long after, long upTo) {
        JsonNode found = client.search(
                "q",
                filter,
                "limit",
                1_000,
                "spss",
                100,
                "start",
                Math.floorDiv(after, SECOND),
                "end",
                Math.floorDiv(upTo, SECOND) + 1);
        long spans = 0;
        for (JsonNode trace : found.get("traces")) {
            for (JsonNode span : trace.at("/spanSets/0/spans")) {
                long start = span.get("startTimeUnixNano").asLong();
                spans += start > after && start <= upTo ? 1 : 0;
            }
        }
        return spans;
    }

    @Test
    void pointsOfARange() {
        long counted = 0;
        for (String filter : new String[] {"{}", "{ name = \"some\" }"}) {
            for (int step : new int[] {1, 2, 3, 5, 7}) {
                for (long start = T; start < T + 7; start++) {
                    for (long end = start + 1; end < start + 9; end++) {
                        JsonNode points = client.range(
                                        "q",
                                        filter + " | count_over_time()",
                                        "start",
                                        start,
                                        "end",
                                        end,
                                        "step",
                                        step + "s")
                                .at("/series/0");
                        JsonNode samples = points.get("samples");
                        long first = samples.get(0).get("timestampMs").asLong() / 1_000;
                        long last = samples.get(samples.size() - 1)
                                        .get("timestampMs")
                                        .asLong()
                                / 1_000;
                        assertThat(first).isLessThanOrEqualTo(start);
                        assertThat(last).isGreaterThanOrEqualTo(end);
                        assertThat(Client.sum(points))
                                .as("seed %d: %s from %d to %d by %d", SEED, filter, start - T, end - T, step)
                                .isEqualTo((double) found(filter, (first - step) * SECOND, last * SECOND));
                        counted += (long) Client.sum(points);
                    }
                }
            }
        }
        assertThat(counted).isGreaterThan(SPANS);
    }

    /// The range begins after its start and includes its end, so that adjoining ranges count a span once.
    @Test
    void oneNumberForARange() {
        for (String filter : new String[] {"{}", "{ name = \"some\" }"}) {
            for (long start = T; start < T + SECONDS; start++) {
                for (long end = start + 1; end <= T + SECONDS; end++) {
                    double number = client.instant("q", filter + " | count_over_time()", "start", start, "end", end)
                            .at("/series/0/value")
                            .asDouble(0);
                    assertThat(number)
                            .as("seed %d: %s from %d to %d", SEED, filter, start - T, end - T)
                            .isEqualTo((double) found(filter, start * SECOND, end * SECOND));
                }
            }
        }
    }
}

package io.rubato.server.internal.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Await;
import io.rubato.server.config.GraphSeriesSettings;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.internal.graph.Shop;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.life.Phase;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.OneStore;
import io.rubato.storage.Compression;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Counters over a real store, a pass at a time.
class RunningCountersTest {
    private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");
    private static final String CALLS = "traces_service_graph_request_total{client=\"frontend\",server=\"cart\"} ";

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    /// Stands still until it is moved.
    private static final class TestClock extends Clock {
        private Instant now = Instant.EPOCH;

        Clock at(Instant time) {
            now = time;
            return this;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Life life = new Life();
    private SpanStore store;

    @BeforeEach
    void open() throws Exception {
        store = SpanStore.open(StoreOptions.at(directory)
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ZERO, 0)));
        life.move(new Phase.Serving(new OneStore(store, ServerConfig.DEFAULT)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void send(int trace, Instant start) {
        TracesData data = Shop.request(trace, start.toEpochMilli() * 1_000_000, trace % 2 == 0, 600);
        byte[] body = data.toByteArray();
        store.ingest(Compression.NONE, body, 0, body.length).join();
    }

    private RunningCounters at(Registry registry, Instant now, int most) {
        return at(registry, now, settings(most, SpanSeriesSettings.DEFAULT, GraphSeriesSettings.DEFAULT));
    }

    private static SpanMetricsSettings settings(int most, SpanSeriesSettings spans, GraphSeriesSettings graph) {
        return new SpanMetricsSettings(
                true,
                EnumSet.allOf(Processor.class),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                most,
                spans,
                graph,
                RemoteWriteSettings.DEFAULT);
    }

    private RunningCounters at(Registry registry, Instant now, SpanMetricsSettings settings) {
        return new RunningCounters(life, settings, directory, registry, clock.at(now));
    }

    private void pass(Registry registry, Instant now) {
        at(registry, now, 1_000).pass();
    }

    @Test
    void countsEachSpanOnceAcrossRestarts() {
        pass(new Registry(), T);
        send(1, T);
        send(2, T.plusSeconds(20));
        Registry first = new Registry();
        pass(first, T.plusSeconds(40));
        // A new series is zero at first, so that what it grows by is seen: by all that scrape.
        assertThat(first.text()).contains(CALLS + "0\n").isEqualTo(first.text());
        clock.pass(RunningSeries.BASELINE.minusMillis(1));
        assertThat(first.text()).contains(CALLS + "0\n");
        clock.pass(Duration.ofMillis(1));
        assertThat(first.text()).contains(CALLS + "1\n").doesNotContain("request_failed_total{");
        Registry second = new Registry();
        pass(second, T.plusSeconds(60));
        clock.pass(RunningSeries.BASELINE);
        assertThat(second.text())
                .contains(CALLS + "1\n")
                .contains("traces_service_graph_request_failed_total{client=\"frontend\",server=\"cart\"} 1\n")
                .contains("traces_service_graph_request_total{client=\"cart\",connection_type=\"database\","
                        + "server=\"postgresql\"} 1\n");
        Registry third = new Registry();
        pass(third, T.plusSeconds(80));
        assertThat(third.text()).doesNotContain("traces_service_graph_request_total{");
    }

    /// A store that fails as no store should.
    private SpanStore failing(AtomicInteger snapshots) {
        return (SpanStore) Proxy.newProxyInstance(
                SpanStore.class.getClassLoader(), new Class<?>[] {SpanStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("snapshot")) {
                        switch (snapshots.getAndIncrement()) {
                            case 0 -> throw new UncheckedIOException(new IOException("disk"));
                            case 1 -> throw new NoClassDefFoundError("class");
                            default -> {}
                        }
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void goesOnWhateverARoundThrows() {
        AtomicInteger snapshots = new AtomicInteger();
        life.move(new Phase.Serving(new OneStore(failing(snapshots), ServerConfig.DEFAULT)));
        SpanMetricsSettings settings = new SpanMetricsSettings(
                true,
                EnumSet.allOf(Processor.class),
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                1_000,
                SpanSeriesSettings.DEFAULT,
                GraphSeriesSettings.DEFAULT,
                RemoteWriteSettings.DEFAULT);
        Registry registry = new Registry();
        AtomicLong second = new AtomicLong(T.getEpochSecond());
        Clock moving = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(second.incrementAndGet());
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (RunningCounters counters = new RunningCounters(life, settings, directory, registry, moving)) {
            counters.start();
            Await.until("it goes on", () -> snapshots.get() > 4);
            assertThat(registry.loops().with(List.of()))
                    .singleElement()
                    .satisfies(loop -> assertThat(loop.failures()).isEqualTo(2));
        }
        assertThat(registry.loops().with(List.of())).isEmpty();
    }

    @Test
    void writesHistogramsWithExemplars() {
        pass(new Registry(), T);
        send(1, T);
        Registry registry = new Registry();
        pass(registry, T.plusSeconds(60));
        clock.pass(RunningSeries.BASELINE);
        String labels = "service=\"frontend\",span_kind=\"SPAN_KIND_SERVER\",span_name=\"GET /\","
                + "status_code=\"STATUS_CODE_UNSET\"";
        assertThat(registry.text(true))
                .contains("# TYPE traces_spanmetrics_calls counter\n")
                .contains("traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.256\"} 0\n")
                .contains("traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.512\"} 1 # {trace_id=\""
                        + "0".repeat(31) + "1\"} 0.5 " + T.getEpochSecond() + ".5\n")
                .contains("traces_spanmetrics_latency_sum{" + labels + "} 0.5\n")
                .endsWith("# EOF\n");
        assertThat(registry.text())
                .contains("# TYPE traces_spanmetrics_calls_total counter\n")
                .contains("traces_spanmetrics_latency_bucket{" + labels + ",le=\"0.512\"} 1\n")
                .doesNotContain("EOF");
    }

    @Test
    void foldsWhatIsTooMuchIntoOneSeries() {
        pass(new Registry(), T);
        send(1, T);
        Registry registry = new Registry();
        at(registry, T.plusSeconds(60), 3).pass();
        clock.pass(RunningSeries.BASELINE);
        assertThat(registry.text())
                .contains("traces_service_graph_request_total{metric_overflow=\"true\"} 1\n")
                .contains("traces_spanmetrics_calls_total{metric_overflow=\"true\"} 7\n")
                .contains("rubato_span_metrics_series 3\n")
                .contains("rubato_span_metrics_overflows_total 8\n");
    }

    @Test
    void sendsNewSeriesAtZeroFirst() {
        pass(new Registry(), T);
        send(1, T);
        RunningCounters counters = at(new Registry(), T.plusSeconds(60), 1_000);
        counters.pass();
        List<byte[]> first = messages(counters, 1_000);
        List<byte[]> second = messages(counters, 2_000);
        assertThat(first.getFirst().length).isGreaterThan(second.getFirst().length * 3 / 2);
    }

    private static List<byte[]> messages(RunningCounters counters, long millis) {
        return RemoteWriteMessages.of(
                counters.series(), EnumSet.allOf(Processor.class), RemoteWriteSettings.DEFAULT, millis);
    }

    @Test
    void countsBytes() {
        pass(new Registry(), T);
        send(1, T);
        int size = Shop.request(1, T.toEpochMilli() * 1_000_000, false, 600)
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0)
                .getSerializedSize();
        Registry registry = new Registry();
        pass(registry, T.plusSeconds(60));
        clock.pass(RunningSeries.BASELINE);
        assertThat(registry.text())
                .contains("traces_spanmetrics_size_total{service=\"frontend\",span_kind=\"SPAN_KIND_SERVER\","
                        + "span_name=\"GET /\",status_code=\"STATUS_CODE_UNSET\"} " + size + "\n");
    }

    @Test
    void makesLabelsOfAttributes() {
        SpanSeriesSettings spans = new SpanSeriesSettings(
                List.of("db.system", "span-kind", "nowhere"),
                new SpanSeriesSettings.Intrinsics(true, false, true, false, true),
                List.of(new SpanSeriesSettings.Mapping(
                        "service.of", List.of("service.name", "nowhere", "db.system"), "/")));
        GraphSeriesSettings graph =
                new GraphSeriesSettings(List.of("service.name", "db.system"), true, true, List.of());
        SpanMetricsSettings settings = settings(1_000, spans, graph);
        at(new Registry(), T, settings).pass();
        send(2, T);
        Registry registry = new Registry();
        at(registry, T.plusSeconds(60), settings).pass();
        clock.pass(RunningSeries.BASELINE);
        assertThat(registry.text())
                .contains("traces_spanmetrics_calls_total{db_system=\"postgresql\",service=\"cart\","
                        + "service_of=\"cart/postgresql\",span_kind=\"SPAN_KIND_CLIENT\"} 1\n")
                // Without the name of the span, the two client spans of the shop are one series.
                .contains("traces_spanmetrics_calls_total{service=\"frontend\",service_of=\"frontend\","
                        + "span_kind=\"SPAN_KIND_SERVER\"} 1\n")
                .contains("traces_service_graph_request_total{client=\"frontend\","
                        + "client_service_name=\"frontend\",server=\"cart\",server_service_name=\"cart\"} 1\n")
                .contains("traces_service_graph_request_total{client=\"cart\",client_db_system=\"postgresql\","
                        + "client_service_name=\"cart\",connection_type=\"database\",server=\"postgresql\"} 1\n")
                .contains("traces_service_graph_request_total{client=\"user\",connection_type=\"virtual_node\","
                        + "server=\"frontend\",server_service_name=\"frontend\",virtual_node=\"client\"} 1\n");
        assertThat(SeriesLabels.sanitized("a.b-c/1")).isEqualTo("a_b_c_1");
    }

    @Test
    void countsOnlyWhatIsWanted() {
        SpanMetricsSettings all = settings(1_000, SpanSeriesSettings.DEFAULT, GraphSeriesSettings.DEFAULT);
        int round = 0;
        for (Processor processor : Processor.values()) {
            round++;
            SpanMetricsSettings settings = new SpanMetricsSettings(
                    true,
                    EnumSet.of(processor),
                    all.interval(),
                    all.settle(),
                    1_000,
                    all.spans(),
                    all.graph(),
                    all.remoteWrite());
            Instant start = T.plusSeconds(1_000L * round);
            at(new Registry(), start, settings).pass();
            send(2 * round, start);
            Registry registry = new Registry();
            at(registry, start.plusSeconds(60), settings).pass();
            clock.pass(RunningSeries.BASELINE);
            Set<String> shown = Arrays.stream(Family.values())
                    .filter(family -> registry.text().contains("# TYPE " + family.title + " "))
                    .map(family -> family.processor().name())
                    .collect(Collectors.toSet());
            assertThat(shown).containsExactly(processor.name());
        }
    }
}

package io.rubato.server;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.life.StoreSettings;
import io.rubato.storage.SpanStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A server over a real store, with rules and a clock that the test moves. The interval is a minute, and spans count at
/// once.
final class RuleServer implements AutoCloseable {
    static final Duration MINUTE = Duration.ofMinutes(1);
    /// A multiple of a minute.
    static final Instant T = Instant.ofEpochSecond(1_795_345_620L);

    final MovedClock clock;
    final Running running;
    private long spans;

    /// @param start what the clock shows
    RuleServer(Path directory, Instant start, Path rules, List<URI> alertmanagers) {
        this(directory, start, rules, alertmanagers, store -> store);
    }

    /// @param wrapped what the server gets for the store
    RuleServer(Path directory, Instant start, Path rules, List<URI> alertmanagers, UnaryOperator<SpanStore> wrapped) {
        clock = new MovedClock(start);
        spans = start.getEpochSecond() << 8;
        ServerConfig config = Running.config(directory, "")
                .withRules(new RuleSettings(
                        List.of(rules),
                        MINUTE,
                        Duration.ZERO,
                        alertmanagers,
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(5),
                        ""));
        running = Running.over(config, () -> wrapped.apply(SpanStore.open(StoreSettings.of(config))), clock);
        running.server.awaitReady();
    }

    /// Sends spans that start then, over OTLP.
    void send(Instant at, String service, boolean error, int count) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (int i = 0; i < count; i++) {
            long id = ++spans;
            long start = at.getEpochSecond() * 1_000_000_000L + at.getNano();
            scope.addSpans(Span.newBuilder()
                    .setTraceId(id(16, id))
                    .setSpanId(id(8, id))
                    .setName("call")
                    .setStartTimeUnixNano(start)
                    .setEndTimeUnixNano(start + 500_000_000)
                    .setStatus(Status.newBuilder()
                            .setCode(error ? Status.StatusCode.STATUS_CODE_ERROR : Status.StatusCode.STATUS_CODE_OK)));
        }
        TracesData data = TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(KeyValue.newBuilder()
                                        .setKey("service.name")
                                        .setValue(AnyValue.newBuilder().setStringValue(service))))
                        .addScopeSpans(scope))
                .build();
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        int status =
                running.post(url, "application/x-protobuf", data.toByteArray()).statusCode();
        if (status != 200) {
            throw new AssertionError("OTLP: " + status);
        }
    }

    private static ByteString id(int bytes, long value) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(bytes).putLong(bytes - 8, value).array());
    }

    /// Moves the clock by a minute and waits until all groups have been evaluated then.
    void minute() {
        clock.move(MINUTE);
        evaluated(clock.now());
    }

    /// Moves the clock to where the rule files are read again. A watcher that has not seen an earlier move yet would
    /// wait for five seconds more, which never pass.
    void look() {
        Await.until("the watcher waits", () -> clock.isAwaited("rubato-rule-files"));
        clock.move(Duration.ofSeconds(5));
    }

    /// Waits until all groups have been evaluated at a time, and Alertmanagers are being told.
    void evaluated(Instant time) {
        Await.until("evaluated at " + time, () -> {
            Map<String, String> metrics = metrics();
            List<String> times = metrics.entrySet().stream()
                    .filter(each -> each.getKey().startsWith("rubato_rule_group_last_evaluation_timestamp_seconds{"))
                    .map(Map.Entry::getValue)
                    .toList();
            long groups = metrics.keySet().stream()
                    .filter(key -> key.startsWith("rubato_rule_group_rules{"))
                    .count();
            return groups > 0
                    && times.size() == groups
                    && times.stream().allMatch(Long.toString(time.getEpochSecond())::equals);
        });
    }

    /// Samples of `/metrics` by their text.
    Map<String, String> metrics() {
        Map<String, String> samples = new TreeMap<>();
        running.get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    if (samples.put(line.substring(0, space), line.substring(space + 1)) != null) {
                        throw new AssertionError("twice: " + line);
                    }
                });
        return samples;
    }

    /// Those of one name.
    Map<String, String> metrics(String name) {
        Map<String, String> samples = metrics();
        samples.keySet().removeIf(key -> !key.equals(name) && !key.startsWith(name + "{"));
        return samples;
    }

    @Override
    public void close() {
        running.close();
    }
}

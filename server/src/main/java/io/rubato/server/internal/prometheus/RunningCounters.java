package io.rubato.server.internal.prometheus;

import io.rubato.query.GraphRequest;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.QueryException;
import io.rubato.query.SpanActivity;
import io.rubato.query.SpanMoment;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.StoredSpans;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.storage.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts spans that have come in, each once: now and then those that ended since the last time, a while ago, so that
/// their traces are there. It reads the store as queries do; taking spans in costs nothing more. Safe for concurrent
/// use; closed by whoever started it.
public final class RunningCounters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningCounters.class);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Life life;
    private final SpanMetricsSettings settings;
    private final Clock clock;
    private final Watermark watermark;
    private final RunningSeries series;
    private final @Nullable RemoteWrite remote;
    private final QueryEngine engine = new QueryEngine();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("rubato-span-metrics").unstarted(this::run);
    private OptionalLong counted = OptionalLong.empty();

    /// @param directory where it is remembered how far spans are counted
    public RunningCounters(Life life, SpanMetricsSettings settings, Path directory, Registry registry, Clock clock) {
        this.life = life;
        this.settings = settings;
        this.clock = clock;
        this.watermark = new Watermark(directory.resolve("span-metrics"));
        this.series = new RunningSeries(settings.maxSeries());
        this.remote = !settings.enabled() || settings.remoteWriteUrl().isEmpty()
                ? null
                : new RemoteWrite(URI.create(settings.remoteWriteUrl()), settings.remoteWriteQueue(), registry);
        if (settings.enabled()) {
            registry.source(new Exposition(series));
        }
    }

    /// Begins to count, if that is wanted.
    public void start() {
        if (!settings.enabled()) {
            return;
        }
        thread.start();
        if (remote != null) {
            remote.start();
        }
    }

    private void run() {
        try {
            // What was held back while nobody listened comes in first.
            Thread.sleep(settings.settle());
            while (true) {
                pass();
                Thread.sleep(settings.interval());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Counts what ended between the last pass and a while ago.
    void pass() {
        Optional<Stores> stores = life.stores();
        if (stores.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        try {
            count(stores.get().reading(""), ChronoUnit.NANOS.between(Instant.EPOCH, now.minus(settings.settle())));
        } catch (IOException | QueryException e) {
            log.warn("span metrics: nothing counted this time: {}", e.getMessage());
        }
        if (remote != null) {
            remote.offer(RemoteWriteMessages.of(series, now.toEpochMilli()));
        }
    }

    private void count(StoredSpans store, long until) throws IOException {
        if (counted.isEmpty()) {
            counted = watermark.read();
        }
        if (counted.isEmpty()) {
            watermark.write(until);
            counted = OptionalLong.of(until);
            return;
        }
        long from = counted.getAsLong();
        if (until <= from) {
            return;
        }
        try (Snapshot snapshot = store.snapshot()) {
            QueryContext context = QueryContext.withTimeout(LONGEST);
            GraphRequest calls = new GraphRequest(null, from, until, SpanMoment.END, GraphRequest.PEER_ATTRIBUTES);
            SpanActivity activity = engine.activity(snapshot, calls, context);
            // First remembered, then shown: after a crash in between they are left out rather than counted twice.
            watermark.write(until);
            counted = OptionalLong.of(until);
            series.add(activity.graph(), activity.series());
        }
    }

    RunningSeries series() {
        return series;
    }

    @Override
    public void close() {
        if (!settings.enabled()) {
            return;
        }
        thread.interrupt();
        if (remote != null) {
            remote.close();
        }
        try {
            // It may not have been started yet.
            if (thread.isAlive()) {
                thread.join(CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

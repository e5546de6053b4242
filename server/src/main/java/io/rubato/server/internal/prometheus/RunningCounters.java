package io.rubato.server.internal.prometheus;

import io.rubato.query.QueryException;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts spans that have come in, each once: now and then those that ended since the last time, a while ago, so that
/// their traces are there. It reads the stores as queries do; taking spans in costs nothing more. Each tenant has
/// counters of its own. Safe for concurrent use; closed by whoever started it.
public final class RunningCounters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningCounters.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Life life;
    private final SpanMetricsSettings settings;
    private final Path directory;
    private final Clock clock;
    private final Map<String, TenantCounters> counters = new ConcurrentSkipListMap<>();
    private final @Nullable RemoteWrite remote;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("rubato-span-metrics").unstarted(this::run);

    /// @param directory where it is remembered how far spans are counted; of a tenant, in `tenants/NAME` there
    public RunningCounters(Life life, SpanMetricsSettings settings, Path directory, Registry registry, Clock clock) {
        this.life = life;
        this.settings = settings;
        this.directory = directory;
        this.clock = clock;
        RemoteWriteSettings target = settings.remoteWrite();
        this.remote = !settings.enabled() || target.url().isEmpty() ? null : new RemoteWrite(target, registry);
        if (settings.enabled()) {
            registry.source(text -> expose(Stores.NO_TENANT, text));
            registry.tenantSource(this::expose);
        }
    }

    /// Families are written once, so several tenants at once are told nothing.
    private void expose(String tenant, PrometheusText text) {
        TenantCounters known = counters.get(tenant);
        if (known != null) {
            new Exposition(known.series(), settings.processors()).accept(text);
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
        if (stores.isPresent()) {
            stores.get().names().forEach(tenant -> pass(tenant, stores.get()));
        }
    }

    private void pass(String tenant, Stores stores) {
        Instant now = clock.instant();
        TenantCounters own = counters.computeIfAbsent(tenant, this::create);
        try {
            own.count(stores.reading(tenant), ChronoUnit.NANOS.between(Instant.EPOCH, now.minus(settings.settle())));
        } catch (IOException | QueryException e) {
            log.atWarn()
                    .addKeyValue("tenant", tenant)
                    .log("span metrics: nothing counted this time: {}", e.getMessage());
        }
        if (remote != null) {
            remote.offer(
                    tenant,
                    RemoteWriteMessages.of(
                            own.series(), settings.processors(), settings.remoteWrite(), now.toEpochMilli()));
        }
    }

    private TenantCounters create(String tenant) {
        boolean alone = tenant.equals(Stores.NO_TENANT) || tenant.equals(TenantNames.SINGLE);
        return new TenantCounters(
                settings, alone ? directory : directory.resolve("tenants").resolve(tenant));
    }

    RunningSeries series() {
        return Objects.requireNonNull(counters.get(Stores.NO_TENANT)).series();
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
